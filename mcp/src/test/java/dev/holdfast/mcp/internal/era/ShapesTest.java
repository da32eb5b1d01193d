package dev.holdfast.mcp.internal.era;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.Resource;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ShapesTest {
    @Test
    void lastModified_isShownToRevisionsThatKnowIt() {
        Resource resource =
                new Resource("test://a", "a", null, null, null, null, Instant.parse("2026-11-24T10:00:00.5Z"));
        assertThat(Shapes.of(resource, ProtocolVersion.V2026_07_28)).hasToString("""
                        {"uri":"test://a","name":"a","annotations":{"lastModified":"2026-11-24T10:00:00.500Z"}}""");
        assertThat(Shapes.of(resource, ProtocolVersion.V2025_03_26)).hasToString(json("{'uri':'test://a','name':'a'}"));
    }
}
