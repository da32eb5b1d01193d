package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.CompletionRequest;
import dev.holdfast.mcp.McpException;
import java.util.Map;

/** Reads the parameters of {@code completion/complete} and checks them against what the server offers. */
final class Completions {
    private Completions() {}

    /** @throws McpException "invalid params" if a parameter is missing or the server offers no such argument */
    static CompletionRequest asked(JsonObject params, Offer offer) {
        JsonObject argument = params.object("argument");
        String name = argument == null ? null : argument.string("name");
        String value = argument == null ? null : argument.string("value");
        if (name == null || value == null) {
            throw McpException.invalidParams("argument must be an object with the strings name and value");
        }
        JsonObject context = params.object("context");
        Map<String, String> others = context == null ? Map.of() : Prompts.texts(context, "arguments");
        return new CompletionRequest(subject(params, name, offer), name, value, others);
    }

    private static CompletionRequest.Subject subject(JsonObject params, String argument, Offer offer) {
        JsonObject ref = params.object("ref");
        String type = ref == null ? null : ref.string("type");
        String name = ref == null ? null : ref.string("name");
        String uri = ref == null ? null : ref.string("uri");
        if ("ref/prompt".equals(type) && name != null) {
            if (!offer.prompts().definition(name).hasArgument(argument)) {
                throw McpException.invalidParams("The prompt has no such argument");
            }
            return new CompletionRequest.OfPrompt(name);
        }
        if ("ref/resource".equals(type) && uri != null) {
            if (!offer.hasTemplate(uri, argument)) {
                throw McpException.invalidParams("There is no resource template with such a variable");
            }
            return new CompletionRequest.OfTemplate(uri);
        }
        throw McpException.invalidParams(
                "ref must be a ref/prompt with a name or a ref/resource with the uri of a template");
    }
}
