package dev.holdfast.mcp.internal.era;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderParametersTest {
    private static final String SCHEMA = """
            {"type":"object","properties":{
            "region":{"type":"string","x-mcp-header":"Region"},
            "size":{"type":"integer","x-mcp-header":"Size"},
            "dry":{"type":"boolean","x-mcp-header":"Dry"},
            "in":{"type":"object","properties":{"side":{"type":"string","x-mcp-header":"In-Side"}}}}}""";

    private static ToolDefinition tool(String schema) {
        return ToolDefinition.of("t", "d", Peer.object(schema), ToolAnnotations.READ_ONLY);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"region\":\"eu\"}', Mcp-Param-Region, eu",
        "'{\"region\":\"世界\"}', Mcp-Param-Region, =?base64?5LiW55WM?=",
        "'{\"size\":42}', Mcp-Param-Size, 42",
        "'{\"size\":42}', Mcp-Param-Size, 42.0",
        "'{\"dry\":true}', Mcp-Param-Dry, true",
        "'{\"in\":{\"side\":\"x\"}}', Mcp-Param-In-Side, x",
        "'{\"region\":null}', Mcp-Other, x",
        "'{}', Mcp-Other, x",
        "'{\"in\":7}', Mcp-Other, x"
    })
    void header_thatSaysTheSameIsFine(String arguments, String header, String value) {
        HeaderParameters parameters = HeaderParameters.of(tool(SCHEMA));
        assertThatCode(() -> parameters.require(Peer.object(arguments), Map.of(header, value)::get))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"region\":\"eu\"}', Mcp-Param-Region, us",
        "'{\"region\":\"eu\"}', Mcp-Param-Region, EU",
        "'{\"region\":\"eu\"}', Mcp-Param-Region, =?base64?ZXU?=",
        "'{\"region\":\"eu\"}', Mcp-Other, eu",
        "'{\"size\":42}', Mcp-Param-Size, 43",
        "'{\"size\":42}', Mcp-Param-Size, x",
        "'{\"dry\":true}', Mcp-Param-Dry, True",
        "'{\"region\":null}', Mcp-Param-Region, null",
        "'{}', Mcp-Param-Region, eu",
        "'{\"region\":{}}', Mcp-Param-Region, {}"
    })
    void header_thatSaysSomethingElseIsAMismatch(String arguments, String header, String value) {
        HeaderParameters parameters = HeaderParameters.of(tool(SCHEMA));
        assertThatThrownBy(() -> parameters.require(Peer.object(arguments), Map.of(header, value)::get))
                .isInstanceOfSatisfying(
                        McpException.class, e -> assertThat(e.error().code()).isEqualTo(-32020));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}",
                "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a b\"}}",
                "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"é\"}}",
                "{\"a\":{\"type\":\"string\",\"x-mcp-header\":7}}",
                "{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}",
                "{\"a\":{\"x-mcp-header\":\"A\"}}",
                "{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}",
                "{\"a\":{\"oneOf\":[{\"type\":\"string\",\"x-mcp-header\":\"A\"}]}}",
                "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},"
                        + "\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}"
            })
    void annotation_thatIsNotAllowedKeepsTheServerFromBeingBuilt(String properties) {
        ToolDefinition annotated = tool(json("{'type':'object','properties':") + properties + "}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McpServer.builder(FixtureServer.IMPLEMENTATION)
                        .tool(FixtureServer.tool(annotated, call -> Outcome.complete(call.arguments())))
                        .build())
                .withMessageContaining("x-mcp-header");
    }

    @Test
    void property_mayItselfBeNamedLikeTheAnnotation() {
        String schema = json("{'type':'object','properties':{'x-mcp-header':{'type':'string'}}}");
        assertThat(HeaderParameters.of(tool(schema)).isEmpty()).isTrue();
    }
}
