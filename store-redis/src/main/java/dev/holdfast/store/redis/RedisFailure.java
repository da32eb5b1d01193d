package dev.holdfast.store.redis;

/** A command that got no answer it can be used with. Its message is for people and never holds credentials. */
final class RedisFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Effect effect;

    /** What the command may have done. */
    enum Effect {
        /** Nothing: it was not sent, or it was refused. */
        NONE,
        /** Nothing, and soon it may be answered: a server that is loading, or keys on their way to another server. */
        NONE_YET,
        /** Nothing, since the keys of the store are not there. */
        NONE_BUT_LOST,
        /** Unknown: the connection was lost before the answer. */
        UNKNOWN
    }

    RedisFailure(Effect effect, String message) {
        super(message);
        this.effect = effect;
    }

    Effect effect() {
        return effect;
    }
}
