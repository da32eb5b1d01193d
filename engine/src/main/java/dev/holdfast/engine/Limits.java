package dev.holdfast.engine;

/**
 * Limits on sizes, and on what principals may have and do. Exceeding one throws {@code limit} and changes nothing.
 * Sizes are in bytes.
 *
 * @param documentBytes largest document, in canonical form
 * @param valueBytes largest value of one key, in canonical form
 * @param commandBytes largest arguments of one command, in canonical form
 * @param depth deepest nesting of a document, which itself counts 1
 * @param keys most keys of a document
 * @param statesPerPrincipal most open states of one owner
 * @param callsPerPrincipal most calls of one principal, as counted by {@link Holdfast#admit}
 * @param waitsPerPrincipal most calls of {@link State#await} of one principal at the same time
 * @param writesPerPrincipal most bytes that one principal stores a second, counted as the events that its calls made. A
 *     call is let in while any are left, and the next ones wait until what it stored is made up for
 * @param keptPerPrincipal most bytes in the documents of all states of one owner, closed ones included; approximate
 */
public record Limits(
        int documentBytes,
        int valueBytes,
        int commandBytes,
        int depth,
        int keys,
        int statesPerPrincipal,
        Rate callsPerPrincipal,
        int waitsPerPrincipal,
        Rate writesPerPrincipal,
        long keptPerPrincipal) {
    /** No limit on {@link #keptPerPrincipal()}. */
    public static final long UNLIMITED_BYTES = Long.MAX_VALUE;

    /**
     * The default limits. Calls, waits and bytes of principals are not limited: a program has one principal, as a rule,
     * and a server with several should set them.
     */
    public static final Limits DEFAULT = new Limits(4 << 20, 1 << 20, 1 << 20, 64, 50_000, 100_000);

    /** Without limits on calls, waits and bytes of principals. */
    public Limits(int documentBytes, int valueBytes, int commandBytes, int depth, int keys, int statesPerPrincipal) {
        this(
                documentBytes,
                valueBytes,
                commandBytes,
                depth,
                keys,
                statesPerPrincipal,
                Rate.UNLIMITED,
                Integer.MAX_VALUE,
                Rate.UNLIMITED,
                UNLIMITED_BYTES);
    }

    /** The same limits with another {@link #callsPerPrincipal()}. */
    public Limits withCallsPerPrincipal(Rate rate) {
        return new Limits(
                documentBytes,
                valueBytes,
                commandBytes,
                depth,
                keys,
                statesPerPrincipal,
                rate,
                waitsPerPrincipal,
                writesPerPrincipal,
                keptPerPrincipal);
    }

    /** The same limits with another {@link #waitsPerPrincipal()}. */
    public Limits withWaitsPerPrincipal(int waits) {
        return new Limits(
                documentBytes,
                valueBytes,
                commandBytes,
                depth,
                keys,
                statesPerPrincipal,
                callsPerPrincipal,
                waits,
                writesPerPrincipal,
                keptPerPrincipal);
    }

    /** The same limits with another {@link #writesPerPrincipal()}. */
    public Limits withWritesPerPrincipal(Rate bytes) {
        return new Limits(
                documentBytes,
                valueBytes,
                commandBytes,
                depth,
                keys,
                statesPerPrincipal,
                callsPerPrincipal,
                waitsPerPrincipal,
                bytes,
                keptPerPrincipal);
    }

    /** The same limits with another {@link #keptPerPrincipal()}. */
    public Limits withKeptPerPrincipal(long bytes) {
        return new Limits(
                documentBytes,
                valueBytes,
                commandBytes,
                depth,
                keys,
                statesPerPrincipal,
                callsPerPrincipal,
                waitsPerPrincipal,
                writesPerPrincipal,
                bytes);
    }
}
