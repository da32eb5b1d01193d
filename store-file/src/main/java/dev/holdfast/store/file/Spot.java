package dev.holdfast.store.file;

/** Where a line begins, as one number: the segment in the high bits, the offset in it in the low bits. */
final class Spot {
    private static final int OFFSET_BITS = 40;

    private Spot() {}

    static long of(int segment, long offset) {
        return (long) segment << OFFSET_BITS | offset;
    }

    static int segment(long spot) {
        return (int) (spot >>> OFFSET_BITS);
    }

    static long offset(long spot) {
        return spot & ((1L << OFFSET_BITS) - 1);
    }
}
