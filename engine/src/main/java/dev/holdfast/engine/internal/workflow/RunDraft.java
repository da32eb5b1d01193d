package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.IsoTime;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run while a request changes it. It keeps what follows from the steps in agreement with them: what waits for what,
 * what is due when, and how many are held. Not thread-safe.
 */
final class RunDraft {
    private final Plan plan;
    private final Instant now;
    private final Steps cost;
    private final Values values;
    private final List<Happening> happened = new ArrayList<>();
    private final Deque<String> agenda = new ArrayDeque<>();
    private JsonObject document;
    private JsonObject head;
    private JsonObject waits;
    private JsonObject due;

    RunDraft(Plan plan, JsonObject document, Instant now, Steps cost) {
        this.plan = plan;
        this.document = document;
        this.now = now;
        this.cost = cost;
        this.values = new Values(this, cost.forAPart());
        this.head = object("run");
        this.waits = object("waits");
        this.due = object("due");
    }

    private JsonObject object(String key) {
        return Objects.requireNonNullElse(document.object(key), JsonObject.EMPTY);
    }

    Plan plan() {
        return plan;
    }

    Instant now() {
        return now;
    }

    Values values() {
        return values;
    }

    void spend(long steps) {
        cost.spend(steps);
    }

    /** The run as it stands now. */
    Run run() {
        return new Run(document.with("run", head).with("waits", waits).with("due", due));
    }

    Advance.Moved moved() {
        return new Advance.Moved(run(), happened);
    }

    void tell(Happening what) {
        happened.add(what);
    }

    // --- steps

    @Nullable RunStep step(String id) {
        JsonObject step = document.object(Run.STEP + id);
        return step == null ? null : new RunStep(id, step);
    }

    /** A step that has begun. */
    RunStep begun(String id) {
        return Objects.requireNonNull(step(id), id);
    }

    StepStatus statusOf(String id) {
        RunStep step = step(id);
        return step == null ? StepStatus.PENDING : step.status();
    }

    /** All steps, items and compensations that have begun. Linear in their number. */
    Collection<RunStep> steps() {
        spend((long) Steps.NODE * document.size());
        return new Run(document.with("run", head)).steps().values();
    }

    void put(StepDraft draft) {
        RunStep after = draft.step();
        RunStep before = step(after.id());
        replace(before, after);
        document = document.with(Run.STEP + after.id(), after.json());
    }

    void remove(RunStep step) {
        replace(step, null);
        document = document.without(Run.STEP + step.id());
    }

    private void replace(@Nullable RunStep before, @Nullable RunStep after) {
        spend(Steps.NODE);
        String id = Objects.requireNonNull(before == null ? after : before).id();
        move(id, before == null ? null : Awaited.of(plan, before), after == null ? null : Awaited.of(plan, after));
        schedule(id, before == null ? null : before.due(), after == null ? null : after.due());
        count("held", (isHeld(after) ? 1 : 0) - (isHeld(before) ? 1 : 0));
        count("items", items(after) - items(before));
        values.forget(id);
        if (before != null && before.json().has("attempts")) {
            keepChildren(before, after);
        }
        if (after != null && (after.status() == StepStatus.CLAIMED || after.status() == StepStatus.DELAYED)) {
            latest(after.since());
        }
    }

    /** Who may use a child run is said by its parent, also when no step knows the child any more. */
    private void keepChildren(RunStep before, @Nullable RunStep after) {
        Set<String> known = after == null ? Set.of() : after.children().collect(Collectors.toSet());
        JsonArray former = Objects.requireNonNullElse(document.array(Run.FORMER_CHILDREN), JsonArray.EMPTY);
        for (String child : before.children().toList()) {
            former = known.contains(child) ? former : former.appended(Json.of(child));
        }
        document = former.isEmpty() ? document : document.with(Run.FORMER_CHILDREN, former);
    }

    private static int items(@Nullable RunStep step) {
        JsonArray items = step == null ? null : step.items();
        return items == null ? 0 : items.size();
    }

    private static boolean isHeld(@Nullable RunStep step) {
        return step != null
                && (step.status() == StepStatus.CLAIMED
                        || (step.status() == StepStatus.WAITING && step.child() != null));
    }

    private void move(String id, @Nullable String from, @Nullable String to) {
        if (!Objects.equals(from, to)) {
            if (from != null) {
                JsonArray rest = without(Objects.requireNonNull(waits.array(from)), id);
                waits = rest.isEmpty() ? waits.without(from) : waits.with(from, rest);
            }
            if (to != null) {
                JsonArray others = Objects.requireNonNullElse(waits.array(to), JsonArray.EMPTY);
                waits = waits.with(to, others.appended(Json.of(id)));
            }
        }
    }

    private JsonArray without(JsonArray ids, String id) {
        Json sought = Json.of(id);
        int index = 0;
        while (!ids.get(index).equals(sought)) {
            index++;
        }
        spend(index);
        return ids.without(index);
    }

    /** Moves the time at which time changes a step; the empty id stands for the run. */
    void schedule(String id, @Nullable Instant from, @Nullable Instant to) {
        if (!Objects.equals(from, to)) {
            if (from != null) {
                due = due.without(new Run.Due(from, id).key());
            }
            if (to != null) {
                due = due.with(new Run.Due(to, id).key(), Json.of(true));
            }
        }
    }

    private void latest(Instant since) {
        String before = head.string("latest");
        if (before == null || since.isAfter(IsoTime.parse(before))) {
            head("latest", Json.of(since.toString()));
        }
    }

    // --- the run as a whole

    RunStatus status() {
        return RunStatus.of(Objects.requireNonNull(head.string("status")));
    }

    void status(RunStatus status) {
        head("status", Json.of(status.wire()));
    }

    /** A member of the document's {@code run}; null removes it. */
    void head(String member, @Nullable Json value) {
        head = value == null ? head.without(member) : head.with(member, value);
    }

    JsonObject head() {
        return head;
    }

    /** One of the counters of the run. */
    long counter(String member) {
        JsonNumber number = head.number(member);
        return number == null ? 0 : number.exactLong().orElseThrow();
    }

    /** Changes a counter, and answers what it is then. */
    long count(String member, long by) {
        long count = counter(member) + by;
        if (by != 0) {
            head(member, Json.of(count));
        }
        return count;
    }

    /** Counts on, from a number that is at least so high. */
    long countBeyond(String member, long least) {
        return count(member, Math.max(least - counter(member), 0) + 1);
    }

    Json input() {
        return Objects.requireNonNull(document.get("input"));
    }

    void output(Json output) {
        document = document.with("output", output);
    }

    /** The step that has waited for something the longest; null if none waits for it. */
    @Nullable String firstWaitingFor(String what) {
        JsonArray ids = waits.array(what);
        return ids == null ? null : ((JsonString) ids.get(0)).value();
    }

    /** The steps that wait for something, the longest first. */
    List<String> waitingFor(String what) {
        JsonArray ids = Objects.requireNonNullElse(waits.array(what), JsonArray.EMPTY);
        return ids.stream().map(id -> ((JsonString) id).value()).toList();
    }

    /** How many bytes of inputs and outputs it may still take. */
    long room() {
        return Bounds.RUN_BYTES - (long) document.canonicalSize();
    }

    /** Whether a value may become part of it. */
    boolean takes(Json value) {
        int size = value.canonicalSize();
        spend(size);
        return size <= Bounds.VALUE_BYTES && size <= room();
    }

    // --- what to look at before the request is done

    void consider(String id) {
        agenda.add(id);
    }

    @Nullable String considered() {
        return agenda.poll();
    }

    void considerNothing() {
        agenda.clear();
    }
}
