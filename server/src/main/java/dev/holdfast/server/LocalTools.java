package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.OpenQuestions;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Replayed;
import dev.holdfast.engine.State;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.QuestionFacts;
import dev.holdfast.server.shared.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tools, called in the same process: the command line prints the answers that a model would get. Thread-safe. */
public final class LocalTools {
    private static final int MOST_QUESTIONS = 1_000;

    private final Holdfast holdfast;
    private final Principal principal;
    private final Map<String, StateTool> tools;

    private LocalTools(Holdfast holdfast, Principal principal) {
        this.holdfast = holdfast;
        this.principal = principal;
        this.tools = Profile.ALL.tools().stream()
                .collect(Collectors.toMap(tool -> tool.spec().name(), Function.identity()));
    }

    /** The tools, called as this principal. */
    public static LocalTools of(Holdfast holdfast, Principal principal) {
        return new LocalTools(holdfast, principal);
    }

    /**
     * Calls a tool.
     *
     * @throws dev.holdfast.engine.HoldfastException with the failure that a model would get
     * @throws IllegalArgumentException if there is no such tool
     * @throws InterruptedException if the thread is interrupted while the tool waits
     */
    public JsonObject call(String name, JsonObject arguments) throws InterruptedException {
        StateTool tool = tools.get(name);
        if (tool == null) {
            throw new IllegalArgumentException("there is no tool " + name);
        }
        return Failsafe.answer(tool, holdfast, principal, arguments);
    }

    /**
     * A page of a state's events, oldest first, for the command line's history.
     *
     * @param fromRevision the first event wanted; null for the oldest that is kept
     */
    public JsonObject history(String target, @Nullable Long fromRevision, int max) {
        return read(() -> EventList.of(state(target), fromRevision, max));
    }

    /**
     * Keeps a workflow, so that runs are started by its name: {@code workflow}, {@code version} and whether it was
     * {@code defined} now.
     */
    public JsonObject define(JsonObject definition) {
        return read(() -> {
            boolean defined = holdfast.as(principal).runs().define(definition);
            return JsonObject.builder()
                    .put("workflow", Objects.requireNonNull(definition.string("name")))
                    .put("version", Objects.requireNonNull(definition.string("version")))
                    .put("defined", defined)
                    .build();
        });
    }

    /**
     * The machine of a state, or the workflow that it is a run of, as Mermaid text, in {@code diagram}.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code invalid} if it has neither
     */
    public JsonObject diagram(String target) {
        return read(() -> {
            State state = state(target);
            String drawn = state.diagram()
                    .orElseThrow(
                            () -> Failure.invalid("handle", "This state has no machine, and is no run of a workflow.")
                                    .toException());
            return JsonObject.of("handle", Json.of(state.handle().value()), "diagram", Json.of(drawn));
        });
    }

    /**
     * The open questions that the principal may answer, of all its states: {@code questions}, each with its
     * {@code handle}, its id and its words, the first 1,000 of them.
     */
    public JsonObject questions() {
        return read(() -> {
            List<Json> questions = new ArrayList<>();
            String cursor = null;
            do {
                OpenQuestions page = holdfast.as(principal).questions(cursor);
                page.questions().stream().map(LocalTools::entry).forEach(questions::add);
                cursor = page.next();
            } while (cursor != null && questions.size() < MOST_QUESTIONS);
            return JsonObject.of("questions", JsonArray.copyOf(questions));
        });
    }

    private static JsonObject entry(OpenQuestions.Entry open) {
        JsonObject.Builder entry =
                JsonObject.builder().put("handle", open.handle().value());
        if (open.name() != null) {
            entry.put("name", open.name());
        }
        entry.put("question", open.question().id());
        QuestionFacts.whole(open.question()).forEach(entry::put);
        return entry.build();
    }

    /**
     * Replays a state's events.
     *
     * @param from the first event; null for the oldest that is kept
     * @param to the last; null for the newest
     * @param step receives every event, with {@code data}, the document after it
     * @return {@code events}, their number, {@code data}, the resulting document, and {@code matches}, whether reading
     *     shows the same
     */
    public JsonObject replay(String target, @Nullable Long from, @Nullable Long to, Consumer<JsonObject> step) {
        return read(() -> {
            State state = state(target);
            Replayed replayed = state.replay(
                    from,
                    to,
                    (event, view) -> step.accept(EventList.entry(event).with("data", view.document())));
            return JsonObject.builder()
                    .put("handle", state.handle().value())
                    .put("to_revision", replayed.view().revision())
                    .put("events", replayed.events())
                    .put("matches", replayed.matches())
                    .put("data", replayed.view().document())
                    .build();
        });
    }

    /**
     * Reports a state's events as they happen, in order and without gaps, on a thread of its own.
     *
     * @param from the first event wanted; null for the next one to come
     * @param events receives every event, as {@code history} shows it
     * @param gone receives the failure if events are missing: {@code compacted} if some are no longer kept, and those
     *     that are follow; {@code not_found} if the state was erased before its events were read, and nothing follows
     */
    public Subscription watch(String target, @Nullable Long from, Consumer<JsonObject> events, Consumer<Failure> gone) {
        return read(() -> {
            State state = state(target);
            long first = from == null ? state.read().revision() + 1 : from;
            return state.observe(first, event -> events.accept(EventList.entry(event)), gone);
        });
    }

    private State state(String target) {
        return holdfast.as(principal).state(target);
    }

    private static <T> T read(Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreUnavailableException e) {
            throw Unavailable.failure(e, true).toException();
        }
    }

    @Override
    public String toString() {
        return "LocalTools" + tools.keySet();
    }
}
