package dev.holdfast.mcp;

import java.util.Map;

/** The conformance suite's prompts. */
final class ConformancePrompts {
    @FunctionalInterface
    interface Step {
        PromptOutcome take(PromptCall call);
    }

    private ConformancePrompts() {}

    static void addTo(McpServer.Builder builder) {
        builder.prompt(prompt(
                        PromptDefinition.of("test_simple_prompt", "A simple prompt"),
                        call -> PromptResult.of(PromptMessage.user("This is a simple prompt for testing."))))
                .prompt(prompt(
                        PromptDefinition.of(
                                "test_prompt_with_arguments",
                                "A prompt with arguments",
                                PromptArgument.required("arg1", "The first"),
                                PromptArgument.required("arg2", "The second")),
                        ConformancePrompts::withArguments))
                .prompt(prompt(
                        PromptDefinition.of(
                                "test_prompt_with_embedded_resource",
                                "A prompt with a resource",
                                PromptArgument.required("resourceUri", "What to embed")),
                        ConformancePrompts::withResource))
                .prompt(prompt(
                        PromptDefinition.of("test_prompt_with_image", "A prompt with an image"),
                        call -> PromptResult.of(
                                PromptMessage.user(ConformanceServer.image()),
                                PromptMessage.user("Please analyze the image above."))))
                .prompt(prompt(
                        PromptDefinition.of("test_input_required_result_prompt", "A prompt that asks"),
                        ConformancePrompts::asking));
    }

    static Prompt prompt(PromptDefinition definition, Step step) {
        return new Prompt() {
            @Override
            public PromptDefinition definition() {
                return definition;
            }

            @Override
            public PromptOutcome get(PromptCall call) {
                return step.take(call);
            }
        };
    }

    private static PromptOutcome withArguments(PromptCall call) {
        return PromptResult.of(PromptMessage.user("Prompt with arguments: arg1='%s', arg2='%s'"
                .formatted(call.arguments().get("arg1"), call.arguments().get("arg2"))));
    }

    private static PromptOutcome withResource(PromptCall call) {
        String uri = call.arguments().getOrDefault("resourceUri", "");
        return PromptResult.of(
                PromptMessage.user(ConformanceServer.embedded(uri, "text/plain", "Embedded resource content.")),
                PromptMessage.user("Please process the embedded resource above."));
    }

    private static PromptOutcome asking(PromptCall call) {
        return call.answers()
                .to("user_context")
                .<PromptOutcome>map(answer -> PromptResult.of(PromptMessage.user("In the context of " + answer)))
                .orElseGet(() -> new Outcome.InputRequired(
                        Map.of("user_context", ConformanceInput.ask("What is it about?", "context")), null));
    }
}
