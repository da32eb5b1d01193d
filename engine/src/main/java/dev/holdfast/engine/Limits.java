package dev.holdfast.engine;

/**
 * Limits on sizes, and on how often principals may call. Exceeding one throws {@code limit} and changes nothing. Sizes
 * are in bytes.
 *
 * @param documentBytes largest document, in canonical form
 * @param valueBytes largest value of one key, in canonical form
 * @param commandBytes largest arguments of one command, in canonical form
 * @param depth deepest nesting of a document, which itself counts 1
 * @param keys most keys of a document
 * @param statesPerPrincipal most open states of one owner
 * @param callsPerPrincipal most calls of one principal, as counted by {@link Holdfast#admit}
 */
public record Limits(
        int documentBytes,
        int valueBytes,
        int commandBytes,
        int depth,
        int keys,
        int statesPerPrincipal,
        Rate callsPerPrincipal) {
    /** The default limits. Calls are not limited: a server with several principals should set a rate. */
    public static final Limits DEFAULT = new Limits(4 << 20, 1 << 20, 1 << 20, 64, 50_000, 100_000);

    /** Without a limit on calls. */
    public Limits(int documentBytes, int valueBytes, int commandBytes, int depth, int keys, int statesPerPrincipal) {
        this(documentBytes, valueBytes, commandBytes, depth, keys, statesPerPrincipal, Rate.UNLIMITED);
    }

    /** The same limits with another {@link #callsPerPrincipal()}. */
    public Limits withCallsPerPrincipal(Rate rate) {
        return new Limits(documentBytes, valueBytes, commandBytes, depth, keys, statesPerPrincipal, rate);
    }
}
