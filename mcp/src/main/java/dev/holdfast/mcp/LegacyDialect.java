package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;

/** What never changes in one revision of the handshake era, rendered once. */
final class LegacyDialect {
    private final byte[] initializeResult;
    private final Pages tools;
    private final Pages templates;
    private final Pages prompts;

    LegacyDialect(Offer offer, ProtocolVersion version) {
        this.initializeResult = initializeResult(offer, version);
        this.tools = Pages.render("tools", offer.toolsAsJson(version), offer.pageSize(), result -> result);
        this.templates =
                Pages.render("resourceTemplates", offer.templatesAsJson(version), offer.pageSize(), result -> result);
        this.prompts = Pages.render("prompts", offer.prompts().toJson(version), offer.pageSize(), result -> result);
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

    private static byte[] initializeResult(Offer offer, ProtocolVersion version) {
        return JsonObject.builder()
                .put("protocolVersion", version.text())
                .put("capabilities", offer.capabilities())
                .put("serverInfo", offer.implementation().toJson(version))
                .putIfPresent("instructions", offer.instructions())
                .build()
                .toBytes();
    }
}
