package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.internal.workflow.Advance.Reason;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.WorkflowStep;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A run that failed or was cancelled goes on from a step. That step and all that need it begin anew, and so does
 * everything else that is not done or was taken back. What the step builds on must stand.
 */
final class Retrying {
    private final RunDraft run;
    private final SortedMap<String, WorkflowStep> steps;
    private final Set<String> standing = new HashSet<>();

    private Retrying(RunDraft run) {
        this.run = run;
        this.steps = run.plan().workflow().steps();
    }

    static Advance.@Nullable Refused retry(RunDraft run, RunRequest.RetryFrom retry) {
        String from = retry.step();
        if (run.status() != RunStatus.FAILED && run.status() != RunStatus.CANCELLED) {
            return RunRefusals.refused(
                    Reason.ALREADY_SO,
                    RunRefusals.facts("status", Json.of(run.status().wire())),
                    "A run goes on from a step only after it failed or was cancelled.");
        } else if (!run.plan().workflow().steps().containsKey(from)) {
            return RunRefusals.unknownStep(run, from);
        }
        return new Retrying(run).retry(from);
    }

    private Advance.@Nullable Refused retry(String from) {
        Collection<RunStep> entries = run.steps();
        findStanding(entries);
        List<String> missing = steps.keySet().stream()
                .filter(name -> run.plan().isBefore(name, from) && !standing.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            return takenBack(missing);
        }
        List<String> anew = anew(from);
        Set<String> again = Set.copyOf(anew);
        entries.stream().filter(entry -> again.contains(entry.name())).forEach(run::remove);
        run.status(RunStatus.RUNNING);
        List.of("failure", "ending", "ended_at").forEach(member -> run.head(member, null));
        run.count("open", anew.size() - run.counter("open"));
        run.count("retries", 1);
        Deadlines.set(run);
        run.tell(new Happening.RunRetried(from));
        anew.forEach(run::consider);
        return null;
    }

    private void findStanding(Collection<RunStep> entries) {
        for (String name : steps.keySet()) {
            if (run.statusOf(name).isDone()) {
                standing.add(name);
            }
        }
        entries.stream().filter(RunStep::isCompensation).map(RunStep::name).forEach(standing::remove);
    }

    /** The steps that begin anew, each behind those that it needs. */
    private List<String> anew(String from) {
        List<String> anew = new ArrayList<>();
        Set<String> again = new HashSet<>();
        for (String name : run.plan().order()) {
            WorkflowStep step = run.plan().of(name).step();
            run.spend(1 + (long) step.needs().size());
            if (name.equals(from) || !standing.contains(name) || !Collections.disjoint(step.needs(), again)) {
                anew.add(name);
                again.add(name);
            }
        }
        return anew;
    }

    private Advance.Refused takenBack(List<String> missing) {
        List<String> first = missing.stream()
                .filter(name -> missing.stream().noneMatch(other -> run.plan().isBefore(other, name)))
                .toList();
        return RunRefusals.refused(
                Reason.TAKEN_BACK,
                RunRefusals.facts(
                        "retry_from",
                        JsonArray.copyOf(first.stream().map(Json::of).toList())),
                "What the step builds on is not done, or was taken back. Retry from one of retry_from.");
    }
}
