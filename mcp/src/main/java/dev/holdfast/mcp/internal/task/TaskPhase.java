package dev.holdfast.mcp.internal.task;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The phase of a task: working and asking in turn, then one of three final phases. */
sealed interface TaskPhase {
    /** The {@code status} clients see. */
    String status();

    /**
     * An instance runs the job.
     *
     * @param run the id of the run; a run that was considered lost has another id and can change nothing any more
     * @param leaseUntil until when no instance asks whether the run goes on
     * @param answerBy when the run is considered lost unless it answers, once an instance has asked; null if none has
     * @param cancelRequested whether the client cancelled the task, so that the run has to stop
     * @param state the state that the run started with
     * @param answers the answers that the run started with, by key
     */
    record Working(
            String run,
            Instant leaseUntil,
            @Nullable Instant answerBy,
            boolean cancelRequested,
            @Nullable Json state,
            JsonObject answers)
            implements TaskPhase {
        Working renewed(Instant until) {
            return new Working(run, until, null, cancelRequested, state, answers);
        }

        Working questioned(Instant answer) {
            return new Working(run, leaseUntil, answer, cancelRequested, state, answers);
        }

        Working takenOver(String by, Instant until) {
            return new Working(by, until, null, cancelRequested, state, answers);
        }

        Working toBeCancelled() {
            return new Working(run, leaseUntil, answerBy, true, state, answers);
        }

        @Override
        public String status() {
            return "working";
        }
    }

    /**
     * The job asked for input and holds no resources; the instance that gets the last answer runs it again.
     *
     * @param state the state that the next run starts with
     * @param asked the requests without an answer yet, by key
     * @param answers the answers so far, by key
     */
    record Asking(@Nullable Json state, JsonObject asked, JsonObject answers) implements TaskPhase {
        @Override
        public String status() {
            return "input_required";
        }
    }

    /**
     * The tool finished, with success or failure.
     *
     * @param result the result that a direct call would have returned
     */
    record Completed(JsonObject result) implements TaskPhase {
        @Override
        public String status() {
            return "completed";
        }
    }

    /**
     * The request was invalid, or the server failed.
     *
     * @param error the protocol error that a direct call would have returned
     */
    record Failed(JsonObject error) implements TaskPhase {
        @Override
        public String status() {
            return "failed";
        }
    }

    /** The client cancelled the task before it finished. */
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
