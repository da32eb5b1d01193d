package dev.holdfast.server;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.mcp.Content;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.Prompt;
import dev.holdfast.mcp.PromptArgument;
import dev.holdfast.mcp.PromptCall;
import dev.holdfast.mcp.PromptDefinition;
import dev.holdfast.mcp.PromptMessage;
import dev.holdfast.mcp.PromptOutcome;
import dev.holdfast.mcp.PromptResult;
import dev.holdfast.mcp.ResourceContents;
import dev.holdfast.server.answer.SessionContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The most frequent requests of people: to continue with a state, to hand it over, to explain what changed. The text of
 * a prompt never quotes stored data, so that the data cannot pass for the person's own words; it is attached as a
 * resource.
 */
final class StatePrompts {
    static final String HANDLE = "handle";
    private static final String SINCE = "since_revision";
    private static final String TO = "to";
    private static final String OF = " of ";

    /** A larger document is linked instead, for the model to read what it needs. */
    private static final long MOST_EMBEDDED_CHARACTERS = 32_768;

    private static final String BESIDE = " Beside the document is what belongs to it: what its machine allows, open"
            + " questions, and the runs of workflows that were started for it.";

    private static final PromptArgument STATE = PromptArgument.required(HANDLE, "The state: its handle, or @name");

    private StatePrompts() {}

    static List<Prompt> of(Holdfast holdfast, Profile profile) {
        return List.of(
                prompt(
                        holdfast,
                        PromptDefinition.of("resume", "Go on with the work that a state keeps.", STATE),
                        StatePrompts::resume),
                prompt(
                        holdfast,
                        PromptDefinition.of(
                                "hand_over",
                                "Leave a state so that someone else can go on with it.",
                                STATE,
                                PromptArgument.optional(TO, "The principal who is to go on, if access is to be given")),
                        (states, state, call) -> handOver(states, state, call, profile)),
                prompt(
                        holdfast,
                        PromptDefinition.of(
                                "what_changed",
                                "Explain what happened to a state.",
                                STATE,
                                PromptArgument.optional(SINCE, "The revision that is known already")),
                        (states, state, call) -> whatChanged(state, call)));
    }

    /** How completion writes a state of another principal. */
    static String target(String handle, String owner) {
        return handle + OF + owner;
    }

    /** The handle or name alone. */
    private static String target(String completed) {
        int end = completed.indexOf(OF);
        return end < 0 ? completed : completed.substring(0, end);
    }

    private interface Words {
        PromptResult about(States states, State state, PromptCall call);
    }

    private static Prompt prompt(Holdfast holdfast, PromptDefinition definition, Words words) {
        return new Prompt() {
            @Override
            public PromptDefinition definition() {
                return definition;
            }

            @Override
            public PromptOutcome get(PromptCall call) {
                try {
                    String target =
                            target(Objects.requireNonNull(call.arguments().get(HANDLE)));
                    States states = StateToolAdapter.states(holdfast, call.context());
                    return words.about(states, states.state(target), call);
                } catch (HoldfastException e) {
                    throw McpException.invalidParams(e.failure().hint());
                } catch (StoreUnavailableException e) {
                    throw Failsafe.unavailable();
                }
            }
        };
    }

    private static PromptResult resume(States states, State state, PromptCall call) {
        StateView view = state.read();
        SessionContext context = SessionContext.of(states, state, view);
        String text = """
            Go on with the work that the Holdfast state %s keeps; here it is at revision %d. Tell me in a few \
            words what is done and what is open, then do what is next. Others may change it too: state_write with \
            if_revision, and on a conflict look at what changed. Note progress in the state as you make it.%s\
            """.formatted(state.handle().value(), view.revision(), context.isEmpty() ? "" : BESIDE);
        return result(text, state, view, context);
    }

    private static PromptResult handOver(States states, State state, PromptCall call, Profile profile) {
        String handle = state.handle().value();
        String to = call.arguments().get(TO);
        StateView view = state.read();
        SessionContext context = SessionContext.of(states, state, view);
        String text = """
            Hand over the Holdfast state %s, here at revision %d. Write under its key `handover`, with state_write \
            and if_revision: what is done, what is open, what to beware of, what comes next; a few lines that make \
            sense without this conversation. %s%s\
            """.formatted(handle, view.revision(), access(handle, to, profile), runs(context.openRuns()));
        return result(text, state, view, context);
    }

    private static String runs(List<String> open) {
        return open.isEmpty()
                ? ""
                : " Do the same with the runs of workflows that were started for it and have not ended: %s."
                        .formatted(String.join(", ", open));
    }

    private static PromptResult result(String text, State state, StateView view, SessionContext context) {
        PromptMessage words = PromptMessage.user(text);
        PromptMessage document = document(state, view);
        return context.isEmpty()
                ? PromptResult.of(words, document)
                : PromptResult.of(
                        words,
                        document,
                        embedded(StateUri.ofContext(state.handle().value()), context.facts()));
    }

    private static String access(String handle, @Nullable String to, Profile profile) {
        if (to == null) {
            return "Then tell me the handle to pass on.";
        }
        String principal = Json.of(to).toString();
        return profile.has(ShareTool.NAME)
                ? "Then let %s in: state_share with handle %s and access write. Tell me what to send them."
                        .formatted(principal, handle)
                : "Then tell me how to let %s in: with the tool state_share, which profile share has."
                        .formatted(principal);
    }

    private static PromptResult whatChanged(State state, PromptCall call) {
        String since = call.arguments().get(SINCE);
        Json events =
                since == null ? EventList.latest(state) : EventList.of(state, revision(since) + 1, EventList.LATEST);
        String range = since == null ? "lately" : "after revision " + revision(since);
        String handle = state.handle().value();
        String text = """
            Explain in a few sentences what happened to the Holdfast state %s %s: what changed, by whom, and what \
            it means for work that relied on how it was. Here are its events, oldest first, %d at most.\
            """.formatted(handle, range, EventList.LATEST);
        return PromptResult.of(PromptMessage.user(text), embedded(StateUri.ofEvents(handle), events));
    }

    private static long revision(String text) {
        try {
            long revision = Long.parseLong(text);
            if (revision >= 0) {
                return revision;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw McpException.invalidParams(SINCE + " must be a revision: a whole number from 0");
    }

    private static PromptMessage document(State state, StateView view) {
        String handle = state.handle().value();
        return view.document().roughSize() > MOST_EMBEDDED_CHARACTERS
                ? PromptMessage.user(StateResources.link(handle, view.name()))
                : embedded(StateUri.ofDocument(handle), view.document());
    }

    private static PromptMessage embedded(String uri, Json value) {
        return PromptMessage.user(
                new Content.Embedded(new ResourceContents.Text(uri, StateResources.JSON, Json.textOf(value))));
    }
}
