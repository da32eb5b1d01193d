package dev.holdfast.mcp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Keeps tasks. Implementations are thread-safe and may block. Instances that share one store serve each other's tasks:
 * every change is a compare-and-set of one record, and {@link #awaitChange} waits for changes made by any instance.
 *
 * <p>A record exists until its {@link TaskRecord#expiry()} and is treated as absent from then on. Every method may
 * throw an unchecked exception if the store is unavailable; requests are then answered with an internal error, and a
 * running job goes on and is recorded when the store is back.
 */
public interface TaskStore {
    /**
     * Stores a task under a new id, which was never used before. When this returns, the task is durable and visible to
     * all instances.
     *
     * @return false if the store has no room for it
     */
    boolean create(TaskRecord task);

    /**
     * Stores a task on behalf of a caller, as {@link #create(TaskRecord)} does. A store that many callers share keeps a
     * share for each authenticated caller, so that none takes all its room.
     *
     * @return false if the store has no room for it, or the caller has used up its share
     */
    default boolean create(TaskRecord task, Caller caller) {
        return create(task);
    }

    /** The current record of the task with that id. */
    Optional<TaskRecord> find(String id);

    /**
     * Replaces the record whose revision is one less than that of {@code next}.
     *
     * @return false if the current record has another revision or there is none; nothing is changed then
     */
    boolean replace(TaskRecord next);

    /**
     * Waits until the task has a revision above {@code revision} or ceases to exist, but not longer than
     * {@code patience}. An early return is allowed; so is missing a change until {@code patience} is over.
     *
     * @return the current record; empty if there is none any more
     */
    Optional<TaskRecord> awaitChange(String id, long revision, Duration patience) throws InterruptedException;

    /**
     * Keeps tasks in the memory of this process; refuses further tasks while {@code capacity} tasks have not expired,
     * and those of an authenticated caller while a quarter of that are its own.
     */
    static TaskStore inMemory(int capacity, InstantSource clock) {
        return new InMemoryTasks(capacity, clock);
    }
}
