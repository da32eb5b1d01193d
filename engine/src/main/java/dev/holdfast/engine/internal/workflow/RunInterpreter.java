package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Run;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a request does to a run. A pure function. */
public final class RunInterpreter {
    private RunInterpreter() {}

    /**
     * Decides a request.
     *
     * @param plan the definition that the run is one of
     * @param run the run as it stands; null if there is none yet
     * @param request what is asked
     * @param actor who asks; it is for the caller to see that they may
     * @param now the time; what is due by then should have been recorded before, by {@link RunRequest.FireDue}
     * @param steps what it may cost
     * @throws Steps.EndedException if it costs more
     */
    public static Advance decide(
            Plan plan, @Nullable Run run, RunRequest request, Principal actor, Instant now, Steps steps) {
        throw new UnsupportedOperationException();
    }
}
