package dev.holdfast.mcp;

/** The members of {@code _meta} this server reads or writes. */
final class MetaKeys {
    static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
    static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    static final String CLIENT_INFO = "io.modelcontextprotocol/clientInfo";
    static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
    static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
    static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";
    static final String PROGRESS_TOKEN = "progressToken";

    private MetaKeys() {}
}
