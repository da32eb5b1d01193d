package dev.holdfast.mcp.internal.flight;

import dev.holdfast.mcp.McpException;

/**
 * The memory that one message costs, in bytes. The first bytes are free, so that short messages, which are most, are
 * never refused because of others. Not thread-safe.
 */
public final class Weight implements AutoCloseable {
    /** What a parsed value costs beside its text, for each comma, colon and bracket. */
    private static final int BYTES_PER_PART = 48;

    private static final int FREE_BYTES = 16 << 10;

    private final Shares.Taken taken;
    private long counted;
    private long charged;

    Weight(Shares.Taken taken) {
        this.taken = taken;
    }

    /**
     * Adds bytes.
     *
     * @throws McpException if there is no room for them
     */
    public void add(long bytes) {
        counted += bytes;
        long wanted = Math.max(0, counted - FREE_BYTES) - charged;
        if (wanted > 0) {
            taken.add(wanted);
            charged += wanted;
        }
    }

    /**
     * Adds what a message that has been added will cost once it is parsed.
     *
     * @throws McpException if there is no room for it
     */
    public void addParsed(byte[] text) {
        add(withParsed(text) - text.length);
    }

    /** What a message costs together with its parsed form, in bytes. */
    public static long withParsed(byte[] text) {
        long parts = 0;
        for (byte b : text) {
            if (b == ',' || b == ':' || b == '[' || b == '{') {
                parts++;
            }
        }
        return 2L * text.length + parts * BYTES_PER_PART;
    }

    /** Gives all of it back. */
    @Override
    public void close() {
        taken.close();
        charged = 0;
        counted = 0;
    }
}
