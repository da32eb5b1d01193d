package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.util.Optional;

/**
 * Something a tool asks of the client before it goes on.
 *
 * @param method {@code elicitation/create}, {@code sampling/createMessage} or {@code roots/list}
 * @param params the parameters of that method
 */
public record InputRequest(String method, JsonObject params) {
    private static final String ELICIT = "elicitation/create";
    private static final String SAMPLE = "sampling/createMessage";
    private static final String ROOTS = "roots/list";

    /** Asks the person to fill a form: a flat object schema of primitive members. Never for secrets. */
    public static InputRequest form(String message, JsonObject requestedSchema) {
        return new InputRequest(
                ELICIT,
                JsonObject.builder()
                        .put("mode", "form")
                        .put("message", message)
                        .put("requestedSchema", requestedSchema)
                        .build());
    }

    /** Asks the person to open a page, for what must not pass through the client. */
    public static InputRequest url(String message, String url) {
        return new InputRequest(
                ELICIT,
                JsonObject.builder()
                        .put("mode", "url")
                        .put("url", url)
                        .put("message", message)
                        .build());
    }

    /** Asks the client's model, with the parameters of {@code sampling/createMessage}. */
    public static InputRequest sampling(JsonObject params) {
        return new InputRequest(SAMPLE, params);
    }

    /** Asks for the client's root folders. */
    public static InputRequest roots() {
        return new InputRequest(ROOTS, JsonObject.EMPTY);
    }

    /** What the client would have had to declare for this request; empty if it did. */
    Optional<JsonObject> missingFrom(ClientCapabilities declared) {
        return switch (method) {
            case ELICIT -> isUrl() ? urlMissing(declared) : formMissing(declared);
            case SAMPLE -> samplingMissing(declared);
            case ROOTS -> missing("roots", declared.roots());
            default -> throw new IllegalStateException("A client cannot be asked for " + method);
        };
    }

    /** Whether the person is asked, by a form or a page. */
    public boolean isElicitation() {
        return method.equals(ELICIT);
    }

    /** Whether the person is asked to open a page. */
    public boolean isUrl() {
        return isElicitation() && "url".equals(params.string("mode"));
    }

    /** A client that declared pages alone is told that forms are what it lacks. */
    private static Optional<JsonObject> formMissing(ClientCapabilities declared) {
        return declared.elicitationUrl() && !declared.elicitationForm()
                ? missing("elicitation", "form")
                : missing("elicitation", declared.elicitationForm());
    }

    private Optional<JsonObject> samplingMissing(ClientCapabilities declared) {
        boolean usesTools = params.has("tools") || params.has("toolChoice");
        return usesTools && !declared.samplingTools()
                ? missing("sampling", "tools")
                : missing("sampling", declared.sampling());
    }

    private static Optional<JsonObject> urlMissing(ClientCapabilities declared) {
        return declared.elicitationUrl() ? Optional.empty() : missing("elicitation", "url");
    }

    private static Optional<JsonObject> missing(String capability, String mode) {
        return Optional.of(JsonObject.of(capability, JsonObject.of(mode, JsonObject.EMPTY)));
    }

    private static Optional<JsonObject> missing(String capability, boolean declared) {
        return declared ? Optional.empty() : Optional.of(JsonObject.of(capability, JsonObject.EMPTY));
    }
}
