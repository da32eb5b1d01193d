package dev.holdfast.mcp.internal.flight;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpException;

/**
 * Who has a share of the server: a principal, or one connection where callers are not told apart. Immutable and
 * thread-safe.
 */
public final class Holder {
    private final String name;
    private final TransportShares shares;

    private Holder(String name, TransportShares shares) {
        this.name = name;
        this.shares = shares;
    }

    /**
     * The holder that a caller is.
     *
     * @param connection a name of the caller's connection, unique in the transport
     */
    static Holder of(Caller caller, String connection, TransportShares shares) {
        String name = caller.authenticated() ? "principal " + caller.subject() : "connection " + connection;
        return new Holder(name, shares);
    }

    /** A name that no other holder of the transport has. */
    public String name() {
        return name;
    }

    /**
     * One more message that is being received.
     *
     * @throws McpException if the holder is at its limit
     */
    public Shares.Taken receiving() {
        return shares.receiving().take(name, 1);
    }

    /**
     * One more running call.
     *
     * @throws McpException if the holder is at its limit
     */
    public Shares.Taken call() {
        return shares.calls().take(name, 1);
    }

    /**
     * One more open stream.
     *
     * @throws McpException if the holder is at its limit
     */
    public Shares.Taken stream() {
        return shares.streams().take(name, 1);
    }

    /**
     * So many more addresses that are listened to.
     *
     * @throws McpException if the holder is at its limit
     */
    public Shares.Taken addresses(int count) {
        return shares.addresses().take(name, count);
    }

    /** The memory of a message that is received. */
    public Weight message() {
        return new Weight(shares.messages().take(name, 0));
    }

    /** The memory of an answer that is sent. */
    public Weight answer() {
        return new Weight(shares.answers().take(name, 0));
    }
}
