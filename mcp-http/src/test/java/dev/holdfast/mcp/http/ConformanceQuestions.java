package dev.holdfast.mcp.http;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.fixture.Peer;
import java.util.Map;

/** The conformance suite's tools that ask clients of the handshake era. */
final class ConformanceQuestions {
    private static final String DEFAULTS = """
            {"type":"object","properties":{
            "name":{"type":"string","description":"Your name","default":"John Doe"},
            "age":{"type":"integer","description":"Your age","default":30},
            "score":{"type":"number","description":"Your score","default":95.5},
            "status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},
            "verified":{"type":"boolean","description":"Whether it was checked","default":true}},
            "required":[]}""";
    private static final String CHOICES = """
            {"type":"object","properties":{
            "untitledSingle":{"type":"string","enum":["option1","option2","option3"]},
            "titledSingle":{"type":"string","oneOf":[
            {"const":"value1","title":"First"},{"const":"value2","title":"Second"},{"const":"value3","title":"Third"}]},
            "legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],"enumNames":["One","Two","Three"]},
            "untitledMulti":{"type":"array","minItems":1,"maxItems":3,
            "items":{"type":"string","enum":["option1","option2","option3"]}},
            "titledMulti":{"type":"array","minItems":1,"maxItems":3,"items":{"anyOf":[
            {"const":"value1","title":"First"},{"const":"value2","title":"Second"},
            {"const":"value3","title":"Third"}]}}},
            "required":[]}""";
    private static final String PERSON = """
            {"type":"object","properties":{"username":{"type":"string","description":"Your name"},
            "email":{"type":"string","description":"Your address"}},"required":["username","email"]}""";

    private ConformanceQuestions() {}

    static void addTo(McpServer.Builder builder) {
        builder.tool(asking("test_elicitation", form(PERSON)))
                .tool(asking("test_elicitation_sep1034_defaults", form(DEFAULTS)))
                .tool(asking("test_elicitation_sep1330_enums", form(CHOICES)))
                .tool(asking("test_sampling", ConformanceInput.SAMPLE));
    }

    private static InputRequest form(String schema) {
        return InputRequest.form("Please provide your information", Peer.object(schema));
    }

    private static Tool asking(String name, InputRequest request) {
        return ConformanceServer.tool(
                name,
                call -> call.answers()
                        .to("answer")
                        .map(JsonObject::toString)
                        .map(answer -> Outcome.complete(ToolResult.text("The client said " + answer)))
                        .orElseGet(() -> new Outcome.InputRequired(Map.of("answer", request), null)));
    }
}
