package dev.holdfast.engine;

/**
 * How often something may happen: {@code perSecond} times a second in the long run, and up to {@code atOnce} times at
 * once after a pause.
 *
 * @param perSecond at least 1
 * @param atOnce at least 1
 */
public record Rate(int perSecond, int atOnce) {
    /** No limit. */
    public static final Rate UNLIMITED = new Rate(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private static final int SECONDS_AT_ONCE = 10;

    public Rate {
        if (perSecond < 1 || atOnce < 1) {
            throw new IllegalArgumentException("a rate is at least 1 a second, and 1 at once");
        }
    }

    /**
     * An average of {@code times} a second over ten seconds: unused calls of the last ten seconds may be made up for.
     */
    public static Rate perSecond(int times) {
        return new Rate(times, (int) Math.min(Integer.MAX_VALUE, (long) SECONDS_AT_ONCE * times));
    }
}
