package dev.holdfast.engine;

/**
 * How large things may become, and how often principals may call. Exceeding one is a failure with code {@code limit}
 * and changes nothing.
 *
 * @param documentBytes a document in canonical form
 * @param valueBytes one key's value in canonical form
 * @param commandBytes one command's arguments in canonical form
 * @param depth nesting of a document, itself being 1
 * @param keys keys of a document
 * @param statesPerPrincipal open states of one owner
 * @param callsPerPrincipal calls of one principal, as they are counted by {@link Holdfast#admit}
 */
public record Limits(
        int documentBytes,
        int valueBytes,
        int commandBytes,
        int depth,
        int keys,
        int statesPerPrincipal,
        Rate callsPerPrincipal) {
    /** Principals may call as often as they like: whoever serves several of them sets a rate. */
    public static final Limits DEFAULT = new Limits(4 << 20, 1 << 20, 1 << 20, 64, 50_000, 100_000);

    /** Without a limit on calls. */
    public Limits(int documentBytes, int valueBytes, int commandBytes, int depth, int keys, int statesPerPrincipal) {
        this(documentBytes, valueBytes, commandBytes, depth, keys, statesPerPrincipal, Rate.UNLIMITED);
    }

    /** The same with another {@link #callsPerPrincipal()}. */
    public Limits withCallsPerPrincipal(Rate rate) {
        return new Limits(documentBytes, valueBytes, commandBytes, depth, keys, statesPerPrincipal, rate);
    }
}
