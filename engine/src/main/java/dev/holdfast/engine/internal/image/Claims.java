package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.seal.SealedNames;
import dev.holdfast.engine.spi.StateId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The ids of internal states that claim names. They are digests of the names, so that a claim is found without a
 * search.
 */
public final class Claims {
    private static final String PREFIX = "nm_";

    private final @Nullable SealedNames names;

    /** @param names makes the ids of claims, so that no guess at a name can be checked; null if they may be */
    public Claims(@Nullable SealedNames names) {
        this.names = names;
    }

    public static boolean isClaim(StateId id) {
        return id.value().startsWith(PREFIX);
    }

    /** The claim of a name of an owner. */
    public StateId ofName(Principal owner, String name) {
        return id(owner, (byte) 0, name);
    }

    /**
     * The claim of a command that opens a state without a name. A zero byte cannot be part of a principal; a one after
     * it separates these claims from names.
     */
    public StateId ofCommand(Principal owner, String commandId) {
        return id(owner, (byte) 1, commandId);
    }

    /** The claim of a command that looks for work in many states. */
    public StateId ofSearch(Principal owner, String commandId) {
        return id(owner, (byte) 2, commandId);
    }

    private StateId id(Principal owner, byte kind, String name) {
        MessageDigest sha256 = Digests.sha256();
        sha256.update(owner.id().getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        if (kind != 0) {
            sha256.update(kind);
        }
        sha256.update(name.getBytes(StandardCharsets.UTF_8));
        if (names != null) {
            sha256.update(names.claim(sha256.digest()));
        }
        return StateId.derived(PREFIX, sha256);
    }
}
