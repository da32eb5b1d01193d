package dev.holdfast.mcp.internal.task;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a task is in its life: working and asking in turns, then one of the three ends, which never change. */
sealed interface TaskPhase {
    /** The {@code status} clients see. */
    String status();

    /**
     * An instance runs the job.
     *
     * @param run names the run, so that one given up for lost can change nothing any more
     * @param leaseUntil when the run is given up for lost unless it is renewed
     * @param state what the job went on with
     * @param answers what it had been answered, by key
     */
    record Working(
            String run,
            Instant leaseUntil,
            boolean cancelRequested,
            @Nullable Json state,
            JsonObject answers) implements TaskPhase {
        Working renewed(Instant until) {
            return new Working(run, until, cancelRequested, state, answers);
        }

        Working toBeCancelled() {
            return new Working(run, leaseUntil, true, state, answers);
        }

        @Override
        public String status() {
            return "working";
        }
    }

    /**
     * The job asked and holds nothing; whichever instance takes the last answer runs it again.
     *
     * @param state what the job goes on with
     * @param asked what has no answer yet, by key
     * @param answers what the client has answered
     */
    record Asking(@Nullable Json state, JsonObject asked, JsonObject answers) implements TaskPhase {
        @Override
        public String status() {
            return "input_required";
        }
    }

    /**
     * The tool finished, well or not.
     *
     * @param result what a direct call would have been answered
     */
    record Completed(JsonObject result) implements TaskPhase {
        @Override
        public String status() {
            return "completed";
        }
    }

    /**
     * The request was at fault, or the server.
     *
     * @param error the protocol error a direct call would have been answered
     */
    record Failed(JsonObject error) implements TaskPhase {
        @Override
        public String status() {
            return "failed";
        }
    }

    /** It was cancelled before it came to an end of its own. */
    record Cancelled() implements TaskPhase {
        @Override
        public String status() {
            return "cancelled";
        }
    }

    default boolean isEnd() {
        return this instanceof Completed || this instanceof Failed || this instanceof Cancelled;
    }
}
