/** Streamable HTTP for servers of {@code dev.holdfast.mcp}; brings the web server. */
module dev.holdfast.mcp.http {
    requires transitive dev.holdfast.mcp;
    requires static transitive org.jspecify;
    requires io.helidon.common;
    requires io.helidon.common.buffers;
    requires io.helidon.common.concurrency.limits;
    requires io.helidon.common.context;
    requires io.helidon.common.socket;
    requires io.helidon.http;
    requires io.helidon.http.encoding;
    requires io.helidon.http.media;
    requires io.helidon.webserver;
    requires jdk.management;

    exports dev.holdfast.mcp.http;
}
