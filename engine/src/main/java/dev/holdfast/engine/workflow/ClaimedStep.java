package dev.holdfast.engine.workflow;

import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import java.time.Instant;

/**
 * A step that a worker holds, and has to report.
 *
 * @param run the handle of the run
 * @param workflow the name of the run's workflow
 * @param step the id of the step
 * @param work the kind of work
 * @param token the fencing token, which each heartbeat and the report name
 * @param attempt the number of the attempt, from 1
 * @param until when the lease ends, unless a heartbeat renews it
 * @param lease how long the lease lasts from each heartbeat on, in milliseconds
 * @param input what the step is given
 * @param revision the revision of the run's state after the claim
 */
public record ClaimedStep(
        StateId run,
        String workflow,
        String step,
        String work,
        long token,
        int attempt,
        Instant until,
        long lease,
        Json input,
        long revision) {}
