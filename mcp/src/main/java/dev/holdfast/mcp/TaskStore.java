package dev.holdfast.mcp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where tasks live. Thread-safe, blocking. Instances that share one store serve each other's tasks: every change is a
 * compare-and-set of one record, and whoever waits for a change made elsewhere waits here.
 *
 * <p>A record whose {@link TaskRecord#expiry()} has come is as good as absent, and until then it stays. Every method
 * may throw an unchecked exception if the store cannot be reached; requests are then answered as an internal error, and
 * a running job goes on and is recorded when the store is back.
 */
public interface TaskStore {
    /**
     * Keeps a task under an id that was never used before. It is durable, and seen by all instances, when this returns.
     *
     * @return false if there is no room for it
     */
    boolean create(TaskRecord task);

    /** The task of that id as it is now. */
    Optional<TaskRecord> find(String id);

    /**
     * Puts {@code next} in the place of the record whose revision is one less.
     *
     * @return false, with nothing changed, if another record is there or none
     */
    boolean replace(TaskRecord next);

    /**
     * Waits until the task has a revision above {@code revision} or is no more, but not longer than {@code patience}.
     * Returning early is allowed; a change that is not noticed before {@code patience} is over is only noticed later.
     *
     * @return the task as it is then
     */
    Optional<TaskRecord> awaitChange(String id, long revision, Duration patience) throws InterruptedException;

    /**
     * Tasks in this process's memory; beyond {@code capacity} tasks that have not expired there is no room for another.
     */
    static TaskStore inMemory(int capacity, InstantSource clock) {
        return new InMemoryTasks(capacity, clock);
    }
}
