package dev.holdfast.bench;

import dev.holdfast.engine.Figures;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.Runs;
import dev.holdfast.engine.Worker;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.engine.workflow.StepBuilder;
import dev.holdfast.engine.workflow.Workflow;
import dev.holdfast.engine.workflow.WorkflowBuilder;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Steps of workflows while 10,000 runs are open that wait for something else, and what those cost when idle. */
final class OpenRunsBench {
    private static final int OPEN = 10_000;
    private static final Principal OWNER = Principal.local("bench");
    private static final Set<String> WORK = Set.of("spin");
    private static final Duration LEASE = Duration.ofMinutes(5);

    /** Steps one after the other, so that each report makes the next one ready. */
    private static final int STEPS = 10;

    private static final JsonObject WAITING = Workflow.named("waiting", "1")
            .step("signal", StepBuilder.waitForSignal("go"))
            .toJson();
    private static final JsonObject CHAIN = chain();

    private final Setting setting;

    OpenRunsBench(Setting setting) {
        this.setting = setting;
    }

    void run(Report report) throws IOException, InterruptedException {
        for (DurableStore store : DurableStore.ALL) {
            if (store.isThere()) {
                Path folder = DurableStore.folder(setting);
                fill(store, folder);
                steps(report, store, folder);
                next(report, store, folder);
                idle(report, store, folder);
            }
        }
    }

    private static JsonObject chain() {
        WorkflowBuilder chain = Workflow.named("chain", "1").step("s0", StepBuilder.task("spin"));
        for (int i = 1; i < STEPS; i++) {
            chain = chain.step("s" + i, StepBuilder.task("spin").needs("s" + (i - 1)));
        }
        return chain.toJson();
    }

    private static void fill(DurableStore store, Path folder) {
        try (Holdfast holdfast = store.open(folder)) {
            Runs runs = holdfast.as(OWNER).runs();
            Writers.all(Writers.COUNT, thread -> {
                for (int i = thread; i < OPEN; i += Writers.COUNT) {
                    runs.start(RunSpec.of(WAITING));
                }
            });
        }
    }

    /** The commits of claims and reports, beside rows as long as those. */
    private void steps(Report report, DurableStore store, Path folder) throws IOException {
        try (Holdfast holdfast = store.open(folder)) {
            Runs runs = holdfast.as(OWNER).runs();
            double perSecond =
                    Writers.perSecond(Writers.COUNT, setting.measured(), (thread, time) -> report(runs, claimed(runs)));
            Figures figures = holdfast.figures();
            long events = figures.events().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            int bytes = (int) (figures.eventBytes() / Math.max(1, events));
            double raw = LibraryBench.raw(setting, store, Writers.COUNT, bytes);
            report.library(
                    store.name() + ": 64 workers, 10,000 open runs, two commits a step",
                    2 * perSecond,
                    "raw grouped rows of " + bytes + " bytes",
                    raw,
                    0.4);
        }
    }

    /** One worker: the time from asking for a step that is ready to having it. */
    private void next(Report report, DurableStore store, Path folder) {
        try (Holdfast holdfast = store.open(folder)) {
            Runs runs = holdfast.as(OWNER).runs();
            runs.start(RunSpec.of(CHAIN));
            var latencies = new Latencies();
            long end = System.nanoTime() + setting.measured().toNanos();
            while (System.nanoTime() < end) {
                long begun = System.nanoTime();
                ClaimedStep step = claimed(runs);
                latencies.add(System.nanoTime() - begun);
                report(runs, step);
            }
            report.fact(
                    store.name() + ": a ready step is claimed among 10,000 open runs, p50 ms",
                    String.format(Locale.ROOT, "%.2f", latencies.percentile(0.5)));
        }
    }

    /** The processor time of a process that has a worker, and nothing to do. */
    private void idle(Report report, DurableStore store, Path folder) throws InterruptedException {
        try (Holdfast holdfast = store.open(folder)) {
            Worker worker = holdfast.as(OWNER)
                    .runs()
                    .worker()
                    .handle("other", step -> Json.NULL)
                    .start();
            Thread.sleep(setting.warmUp());
            Duration before = processorTime();
            Thread.sleep(setting.measured());
            Duration spent = processorTime().minus(before);
            worker.close();
            report.fact(
                    store.name() + ": processor time of a minute with a worker and 10,000 open runs, ms",
                    60 * spent.toMillis() / setting.measured().toSeconds());
        }
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** A step of any run; one more run is started while none has a step ready. */
    private static ClaimedStep claimed(Runs runs) {
        try {
            Optional<ClaimedStep> found = runs.next(WORK, LEASE, Duration.ZERO);
            while (found.isEmpty()) {
                runs.start(RunSpec.of(CHAIN));
                found = runs.next(WORK, LEASE, Duration.ZERO);
            }
            return found.get();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void report(Runs runs, ClaimedStep step) {
        runs.run(step.run().value()).report(step, Json.NULL);
    }
}
