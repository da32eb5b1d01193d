package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.util.Optional;

/**
 * A request that a tool sends to the client before it goes on.
 *
 * @param method {@code elicitation/create}, {@code sampling/createMessage} or {@code roots/list}
 * @param params the parameters of that method
 */
public record InputRequest(String method, JsonObject params) {
    private static final String ELICIT = "elicitation/create";
    private static final String SAMPLE = "sampling/createMessage";
    private static final String ROOTS = "roots/list";

    /**
     * Asks the user to fill in a form, described by a flat object schema of primitive members. Must not ask for
     * secrets.
     */
    public static InputRequest form(String message, JsonObject requestedSchema) {
        return new InputRequest(
                ELICIT,
                JsonObject.builder()
                        .put("mode", "form")
                        .put("message", message)
                        .put("requestedSchema", requestedSchema)
                        .build());
    }

    /** Asks the user to open a web page, for input that must not pass through the client. */
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

    /** The capability that this request needs and the client did not declare; empty if it did. */
    Optional<JsonObject> missingFrom(ClientCapabilities declared) {
        return switch (method) {
            case ELICIT -> isUrl() ? urlMissing(declared) : formMissing(declared);
            case SAMPLE -> samplingMissing(declared);
            case ROOTS -> missing("roots", declared.roots());
            default -> throw new IllegalStateException("A client cannot be asked for " + method);
        };
    }

    /** Whether the user is asked, by a form or a web page. */
    public boolean isElicitation() {
        return method.equals(ELICIT);
    }

    /** Whether the user is asked to open a web page. */
    public boolean isUrl() {
        return isElicitation() && "url".equals(params.string("mode"));
    }

    /** For a client that declared only URL mode, names form mode as what is missing. */
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
