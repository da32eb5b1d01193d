/** A Model Context Protocol server without an engine and without a web server. */
@SuppressWarnings("module") // the transport over HTTP is compiled after this
module dev.holdfast.mcp {
    requires transitive dev.holdfast.json;
    requires static transitive org.jspecify;

    exports dev.holdfast.mcp;
    exports dev.holdfast.mcp.webhook;
    exports dev.holdfast.mcp.internal.wire to
            dev.holdfast.mcp.http;
    exports dev.holdfast.mcp.internal.flight to
            dev.holdfast.mcp.http;
    exports dev.holdfast.mcp.internal.era to
            dev.holdfast.mcp.http;
}
