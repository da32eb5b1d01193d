package dev.holdfast.engine.spi;

/**
 * What one principal owns in a store.
 *
 * @param open how many of its states are open
 * @param bytes size of the documents of all its states, closed ones included, in bytes
 */
public record Holding(long open, long bytes) {
    /** Of a principal that owns nothing. */
    public static final Holding NONE = new Holding(0, 0);

    /** What a state adds to the holding of its owner. */
    public static Holding of(StateHeader header) {
        return new Holding(header.phase() == Phase.OPEN ? 1 : 0, header.bytes());
    }

    /** Both together. */
    public Holding plus(Holding more) {
        return new Holding(open + more.open, bytes + more.bytes);
    }

    /** This one without a part of it. */
    public Holding minus(Holding part) {
        return new Holding(open - part.open, bytes - part.bytes);
    }
}
