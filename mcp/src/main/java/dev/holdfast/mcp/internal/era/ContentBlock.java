package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Content;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ResourceContents;

/** Writes content blocks for each revision. */
final class ContentBlock {
    private static final String EMBEDDED_AUDIO = "embedded:audio";

    private ContentBlock() {}

    static JsonObject of(Content content, ProtocolVersion version) {
        return switch (content) {
            case Content.Text text -> block("text").put("text", text.json()).build();
            case Content.Image image -> media("image", image.data(), image.mimeType());
            case Content.Audio audio -> audio(audio, version);
            case Content.ResourceLink link -> link(link, version);
            case Content.Embedded embedded ->
                block("resource").put("resource", item(embedded.resource())).build();
        };
    }

    /** An item of a resource, the same in every revision. */
    static JsonObject item(ResourceContents.Item item) {
        return switch (item) {
            case ResourceContents.Text text ->
                JsonObject.builder()
                        .put("uri", text.uri())
                        .putIfPresent("mimeType", text.mimeType())
                        .put("text", text.json())
                        .build();
            case ResourceContents.Blob blob ->
                JsonObject.builder()
                        .put("uri", blob.uri())
                        .putIfPresent("mimeType", blob.mimeType())
                        .put("blob", blob.base64())
                        .build();
        };
    }

    private static JsonObject media(String type, String data, String mimeType) {
        return block(type).put("data", data).put("mimeType", mimeType).build();
    }

    /** The oldest revision has no audio and gets the same bytes as an embedded resource. */
    private static JsonObject audio(Content.Audio audio, ProtocolVersion version) {
        if (version.atLeast(ProtocolVersion.V2025_03_26)) {
            return media("audio", audio.data(), audio.mimeType());
        }
        ResourceContents.Item bytes = new ResourceContents.Blob(EMBEDDED_AUDIO, audio.mimeType(), audio.data());
        return block("resource").put("resource", item(bytes)).build();
    }

    /** Revisions before 2025-06-18 have no links and get the URI as text. */
    private static JsonObject link(Content.ResourceLink link, ProtocolVersion version) {
        if (!version.atLeast(ProtocolVersion.V2025_06_18)) {
            return block("text").put("text", link.uri()).build();
        }
        return block("resource_link")
                .put("uri", link.uri())
                .put("name", link.name())
                .putIfPresent("title", link.title())
                .putIfPresent("description", link.description())
                .putIfPresent("mimeType", link.mimeType())
                .build();
    }

    private static JsonObject.Builder block(String type) {
        return JsonObject.builder().put("type", type);
    }
}
