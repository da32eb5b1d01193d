package dev.holdfast.engine.workflow;

import dev.holdfast.json.IsoTime;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run of a workflow as it stands: the document of a state, read. The document's keys are
 *
 * <ul>
 *   <li>{@code run}: which workflow, how it stands, when it began and ended, and its counters;
 *   <li>{@code input}, and {@code output} once it has one;
 *   <li>{@code step:ID} for each step that could begin, so that each has a revision of its own;
 *   <li>{@code waits}: the ids of the steps that wait for a kind of work, a person, a signal or a child, by what for;
 *   <li>{@code due}: the times at which time changes a step, each with the id of the step;
 *   <li>{@code former_children}: the handles of child runs that no step knows any more, if there are any.
 * </ul>
 *
 * <p>Making one costs nothing; its parts are read when they are asked for.
 *
 * @param document the document
 */
public record Run(JsonObject document) {
    /** The version of the form that the document has. */
    public static final int VERSION = 1;

    /** What a run waits for that is to start a child run. */
    public static final String CHILD_START = "child:start";

    /** What a run waits for that wants a child run no more. */
    public static final String CHILD_CANCEL = "child:cancel";

    /** What a child run waits for that has ended, and whose parent has not been told. */
    public static final String CHILD_END = "child:end";

    /** The key that holds the child runs that no step knows any more. */
    public static final String FORMER_CHILDREN = "former_children";

    /** The prefix of the keys that hold steps. */
    public static final String STEP = "step:";

    /** Clocks of one machine differ by less. What was claimed by one that was further ahead counts as ended. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** @throws IllegalArgumentException if the document is not that of a run, or has a form that is not known here */
    public Run {
        JsonObject head = document.object("run");
        if (head == null || head.string("status") == null || head.string("workflow") == null) {
            throw new IllegalArgumentException("the document is not that of a run");
        } else if (RunJson.number(head, "v") != VERSION) {
            throw new IllegalArgumentException("the document is that of a run in an unknown form");
        }
    }

    private JsonObject head() {
        return Objects.requireNonNull(document.object("run"));
    }

    /** The name of the workflow. */
    public String workflow() {
        return Objects.requireNonNull(head().string("workflow"));
    }

    /** The version of the workflow. */
    public String version() {
        return Objects.requireNonNull(head().string("version"), "a run has a version of its workflow");
    }

    /** How it stands. */
    public RunStatus status() {
        return RunStatus.of(Objects.requireNonNull(head().string("status")));
    }

    /** Whether it is paused: it gives out no work. What is held may be reported, and time goes on. */
    public boolean isPaused() {
        return head().bool("paused") != null;
    }

    /** When it began. */
    public Instant startedAt() {
        return Objects.requireNonNull(RunJson.time(head(), "started_at"), "a run has a beginning");
    }

    /** When it ended; null if it has not. */
    public @Nullable Instant endedAt() {
        return RunJson.time(head(), "ended_at");
    }

    /** Why it failed, was cancelled, or is about to be; null if it is not. */
    public @Nullable StepFailure failure() {
        return RunJson.failure(head());
    }

    /** The last fencing token that was given; 0 if none was. */
    public long lastToken() {
        return RunJson.number(head(), "token");
    }

    /** How deep it is nested: 0 for a run that is no child, 1 for a child of that. */
    public int depth() {
        return (int) RunJson.number(head(), "depth");
    }

    /** Who started it. */
    public String startedBy() {
        return Objects.requireNonNull(head().string("by"), "a run was started by a principal");
    }

    /** The step of another run that this is the child run of; null if it is of none. */
    public @Nullable Parent parent() {
        JsonObject parent = head().object("parent");
        return parent == null
                ? null
                : new Parent(
                        Objects.requireNonNull(parent.string("run")), Objects.requireNonNull(parent.string("step")));
    }

    /** Whether it is the child of a run that has not been told of its end. */
    public boolean isAwaited() {
        return head().has("parent") && !head().has("told");
    }

    /** What it was given. */
    public Json input() {
        return Objects.requireNonNull(document.get("input"), "a run has an input");
    }

    /** What it answers; null before it succeeded, and if its definition names no output. */
    public @Nullable Json output() {
        return document.get("output");
    }

    /** A step that could begin, an item or a compensation; null if there is none of this id, or none yet. */
    public @Nullable RunStep step(String id) {
        JsonObject step = document.object(STEP + id);
        return step == null ? null : new RunStep(id, step);
    }

    /** All steps that could begin, by id. Linear in their number. */
    public SortedMap<String, RunStep> steps() {
        SortedMap<String, RunStep> steps = new TreeMap<>();
        document.forEach((key, value) -> {
            if (key.startsWith(STEP) && value instanceof JsonObject step) {
                String id = key.substring(STEP.length());
                steps.put(id, new RunStep(id, step));
            }
        });
        return steps;
    }

    /** The handles of all child runs that were started for it, those that were left included. */
    public Stream<String> children() {
        JsonArray former = Objects.requireNonNullElse(document.array(FORMER_CHILDREN), JsonArray.EMPTY);
        return Stream.concat(
                        steps().values().stream().flatMap(RunStep::children),
                        former.stream().map(RunJson::text))
                .distinct();
    }

    /**
     * What the run waits for, as short strings by which it is found without being read: {@code work:KIND} for steps
     * that a worker may claim, {@code person:PRINCIPAL} and {@code person:*} for decisions, {@code child:start} and
     * {@code child:cancel} for child runs that are to be started or asked to end, {@code child:end} if it ended and
     * the run that it is a child of has not been told. Those left out show when the others are gone.
     *
     * @param most how many there are at most
     */
    public SortedSet<String> waitsFor(int most) {
        SortedSet<String> found = new TreeSet<>();
        for (String what : waits().keys()) {
            boolean given = !isPaused() || what.startsWith("person:") || what.equals(CHILD_CANCEL);
            if (given && !what.startsWith("signal:")) {
                found.add(what);
            }
        }
        if (status().isEnd() && isAwaited()) {
            found.add(CHILD_END);
        }
        while (found.size() > most) {
            found.remove(found.last());
        }
        return found;
    }

    /** The ids of the steps that wait for something, the longest first: {@code work:KIND} and the like. */
    public List<String> waitingFor(String what) {
        JsonArray ids = waits().array(what);
        return ids == null ? List.of() : ids.stream().map(RunJson::text).toList();
    }

    private JsonObject waits() {
        return Objects.requireNonNullElse(document.object("waits"), JsonObject.EMPTY);
    }

    /** When time changes it next, if nothing else does before; null if never. Linear in what has a time. */
    public @Nullable Instant nextDue() {
        String first = null;
        for (String key : dues().keys()) {
            first = first == null || key.compareTo(first) < 0 ? key : first;
        }
        return first == null ? null : Due.parse(first).at();
    }

    /** Whether time has changed it by now, which is not recorded yet. */
    public boolean isDue(Instant now) {
        return firstDue(now) != null;
    }

    /**
     * What time has changed first by now; null if it has changed nothing. What was claimed, or is delayed, since a time
     * well after the present is due at once: the clock was ahead then, and it would be held up until the present has
     * caught up. Linear in what has a time.
     */
    public @Nullable Due firstDue(Instant now) {
        if (dues().isEmpty()) {
            return null;
        }
        String first = null;
        String present = Due.time(now) + '~';
        boolean ahead = isAhead(RunJson.time(head(), "latest"), now);
        for (String key : dues().keys()) {
            boolean changed = key.compareTo(present) < 0 || (ahead && isAhead(Due.step(key), now));
            first = changed && (first == null || key.compareTo(first) < 0) ? key : first;
        }
        return first == null ? null : Due.parse(first);
    }

    private boolean isAhead(String id, Instant now) {
        RunStep step = step(id);
        return step != null
                && (step.status() == StepStatus.CLAIMED || step.status() == StepStatus.DELAYED)
                && isAhead(step.since(), now);
    }

    private static boolean isAhead(@Nullable Instant since, Instant now) {
        return since != null && since.isAfter(now.plus(TOLERANCE));
    }

    private JsonObject dues() {
        return Objects.requireNonNullElse(document.object("due"), JsonObject.EMPTY);
    }

    /**
     * The step that a child run is carried out for.
     *
     * @param run the handle of the run that the step is of
     * @param step its id
     */
    public record Parent(String run, String step) {
        /** The JSON form in the document of the child run. */
        public JsonObject toJson() {
            return JsonObject.of("run", Json.of(run), "step", Json.of(step));
        }
    }

    /**
     * That time changes a step.
     *
     * @param at when
     * @param step its id; empty for the run as a whole, whose time is over then
     */
    public record Due(Instant at, String step) {
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                        "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        /** The key of a document's {@code due}. Keys are in the order of their times. */
        public String key() {
            return time(at) + ' ' + step;
        }

        /** A time as keys begin with, of one length for all times before the year 10000. */
        private static String time(Instant at) {
            return TIME.format(at);
        }

        private static String step(String key) {
            return key.substring(key.indexOf(' ') + 1);
        }

        private static Due parse(String key) {
            return new Due(IsoTime.parse(key.substring(0, key.indexOf(' '))), step(key));
        }
    }
}
