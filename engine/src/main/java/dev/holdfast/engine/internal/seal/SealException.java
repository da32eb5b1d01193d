package dev.holdfast.engine.internal.seal;

/** Something sealed cannot be opened. The message says why, as the end of a sentence, and quotes nothing stored. */
public final class SealException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;
    private final boolean keyMissing;

    private SealException(String message, boolean keyMissing) {
        super(message);
        this.why = message;
        this.keyMissing = keyMissing;
    }

    /** What is sealed is not as it was, or belongs to something else. */
    public static SealException altered() {
        return new SealException("what is sealed was altered, or belongs elsewhere", false);
    }

    static SealException keyAltered() {
        return new SealException("its key in the vault was altered, or is that of another state", false);
    }

    static SealException keyMissing() {
        return new SealException("its key is not in the vault", true);
    }

    static SealException noMasterKey() {
        return new SealException("it is encrypted, and no master key was given", false);
    }

    @Override
    public String getMessage() {
        return why;
    }

    /** Whether the vault has no such key: it was destroyed, or the vault is not the newest. */
    public boolean isKeyMissing() {
        return keyMissing;
    }
}
