package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.internal.wire.Pages;
import java.util.List;

/** The constant answers of one revision of the handshake era, rendered once. */
public final class LegacyDialect {
    private final byte[] initializeResult;
    private final Pages tools;
    private final Pages templates;
    private final Pages prompts;

    LegacyDialect(Offer offer, ProtocolVersion version) {
        this.initializeResult = initializeResult(offer, version);
        this.tools = Pages.render("tools", offer.toolsAsJson(version), offer.pageSize(), result -> result);
        this.templates =
                Pages.render("resourceTemplates", offer.templatesAsJson(version), offer.pageSize(), result -> result);
        this.prompts = Pages.render("prompts", offer.promptsAsJson(version), offer.pageSize(), result -> result);
    }

    byte[] initializeResult() {
        return initializeResult;
    }

    Pages tools() {
        return tools;
    }

    Pages templates() {
        return templates;
    }

    Pages prompts() {
        return prompts;
    }

    /**
     * The declared capabilities that exist in the client's revision: forms since 2025-06-18, web pages and tools for
     * the client's model since 2025-11-25. Tasks exist only in the stateless era.
     */
    public static ClientCapabilities understood(LegacySession session) {
        JsonObject declared = withoutTasks(session.clientCapabilities());
        if (session.version().atLeast(ProtocolVersion.V2025_11_25)) {
            return new ClientCapabilities(declared);
        }
        return new ClientCapabilities(withoutModes(
                session.version().atLeast(ProtocolVersion.V2025_06_18) ? declared : declared.without("elicitation")));
    }

    private static JsonObject withoutTasks(JsonObject declared) {
        JsonObject extensions = declared.object("extensions");
        return extensions == null
                ? declared
                : declared.with("extensions", extensions.without(ClientCapabilities.TASKS));
    }

    private static JsonObject withoutModes(JsonObject declared) {
        JsonObject plain = declared;
        for (String capability : List.of("elicitation", "sampling")) {
            plain = plain.object(capability) == null ? plain : plain.with(capability, JsonObject.EMPTY);
        }
        return plain;
    }

    private static byte[] initializeResult(Offer offer, ProtocolVersion version) {
        return JsonObject.builder()
                .put("protocolVersion", version.text())
                .put("capabilities", offer.capabilities(version))
                .put("serverInfo", Shapes.of(offer.implementation(), version))
                .putIfPresent("instructions", offer.instructions())
                .build()
                .toBytes();
    }
}
