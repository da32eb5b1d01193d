package dev.holdfast.engine.spi;

/**
 * Something that a store was looked at for, and what came of it.
 *
 * @param check what was looked at, in one word: {@code server}, {@code version}, {@code settings}, {@code schema}
 * @param level how good it is
 * @param found what was found, for people to read
 * @param advice what to change; empty if it is good as it is
 */
public record StoreFinding(String check, Level level, String found, String advice) {
    /** How good it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** The store works, and promises less than it could. */
        WARN,
        /** The store does not work. */
        FAIL
    }

    /** Both texts without the secrets of the addresses in them. */
    public StoreFinding {
        found = StoreAddress.shown(found);
        advice = StoreAddress.shown(advice);
    }

    /** Something that is as it should be. */
    public static StoreFinding ok(String check, String found) {
        return new StoreFinding(check, Level.OK, found, "");
    }
}
