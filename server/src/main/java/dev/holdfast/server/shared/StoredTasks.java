package dev.holdfast.server.shared;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.InternalStates.Terms;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Write;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.TaskRecord;
import dev.holdfast.mcp.TaskStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Tasks as internal states, one each: every instance on the store serves them, and they outlive all of them. */
public final class StoredTasks implements TaskStore {
    private static final String REVISION = "revision";
    private static final String EXPIRY = "expiry";
    private static final String DOCUMENT = "document";

    /** The state of a task expires this much later than the task, which ends to the millisecond. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** Tasks kept for one principal, ended ones included until they expire. */
    private static final int SHARE = 10_000;

    private final InternalStates tasks;
    private final InstantSource clock;

    /** @param clock the engine's */
    public StoredTasks(Holdfast holdfast, InstantSource clock) {
        this.tasks = holdfast.internal("task");
        this.clock = clock;
    }

    @Override
    public boolean create(TaskRecord task) {
        return create(task, tasks);
    }

    @Override
    public boolean create(TaskRecord task, Caller caller) {
        return create(task, tasks.onBehalfOf(Callers.principal(caller), SHARE));
    }

    private boolean create(TaskRecord task, InternalStates kept) {
        JsonObject document = JsonObject.of(
                REVISION, Json.of(task.revision()),
                EXPIRY, Json.of(task.expiry().toEpochMilli()),
                DOCUMENT, task.document());
        Duration life = Duration.between(clock.instant(), task.expiry()).plus(MARGIN);
        return Anticipated.orElse(
                false, Set.of(Failure.Code.LIMIT), () -> kept.create(task.id(), document, Terms.lasting(life)));
    }

    @Override
    public Optional<TaskRecord> find(String id) {
        return view(id).map(view -> record(id, view));
    }

    @Override
    public boolean replace(TaskRecord next) {
        Optional<StateView> view = view(next.id());
        if (view.isEmpty() || record(next.id(), view.get()).revision() != next.revision() - 1) {
            return false;
        }
        Write write = Write.builder()
                .set(REVISION, next.revision())
                .set(DOCUMENT, next.document())
                .ifRevision(view.get().revision())
                .build();
        return Anticipated.orElse(false, Set.of(Failure.Code.CONFLICT, Failure.Code.NOT_FOUND), () -> {
            tasks.state(next.id()).write(write);
            return true;
        });
    }

    @Override
    public Optional<TaskRecord> awaitChange(String id, long revision, Duration patience) throws InterruptedException {
        Optional<StateView> view = view(id);
        if (view.isEmpty() || record(id, view.get()).revision() > revision) {
            return view.map(newer -> record(id, newer));
        }
        try {
            tasks.state(id).await(new WaitFor(view.get().revision(), Set.of(), patience));
        } catch (HoldfastException e) {
            if (e.failure().code() != Failure.Code.NOT_FOUND) {
                throw e;
            }
        }
        return find(id);
    }

    private Optional<StateView> view(String id) {
        return tasks.find(id).filter(view -> clock.instant().isBefore(expiry(view)));
    }

    private static TaskRecord record(String id, StateView view) {
        return new TaskRecord(
                id,
                number(view, REVISION),
                expiry(view),
                Objects.requireNonNull(view.document().object(DOCUMENT)));
    }

    private static Instant expiry(StateView view) {
        return Instant.ofEpochMilli(number(view, EXPIRY));
    }

    private static long number(StateView view, String key) {
        JsonNumber number = Objects.requireNonNull(view.document().number(key));
        return number.exactLong().orElseThrow();
    }
}
