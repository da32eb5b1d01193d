package dev.holdfast.mcp.http;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.StdioPeer;
import java.util.ArrayList;
import java.util.List;

/** One combination of transport and revision. */
record Cell(Transport transport, ProtocolVersion version) {
    enum Transport {
        STDIO,
        HTTP
    }

    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Transport transport : Transport.values()) {
            for (ProtocolVersion version : ProtocolVersion.values()) {
                cells.add(new Cell(transport, version));
            }
        }
        return cells;
    }

    Peer open(McpServer server) throws Exception {
        return switch (transport) {
            case STDIO -> StdioPeer.open(server, version);
            case HTTP -> HttpPeer.open(server, version);
        };
    }

    Peer open(McpServer server, Caller caller) throws Exception {
        return switch (transport) {
            case STDIO -> StdioPeer.open(server, version, caller);
            case HTTP -> HttpPeer.open(server, HttpConfig.builder(caller).build(), version);
        };
    }

    /** The status over this transport. */
    int status(int http) {
        return transport == Transport.HTTP ? http : 0;
    }

    @Override
    public String toString() {
        return transport + " " + version;
    }
}
