import dev.holdfast.engine.Cause;
import dev.holdfast.engine.ClaimedStep;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.RunState;
import dev.holdfast.engine.Runs;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes a run from wherever it stands to its end, and is killed at one of the boundaries of its steps: StepWorker
 * ADDRESS JOURNAL BOUNDARY, where 0 is no boundary. Before each report it writes down what it sends, after each what
 * was accepted, as a worker does that has effects elsewhere. The first line of the journal that has no answer is sent
 * again at the beginning. At the end it prints the run and what happened in it.
 */
final class StepWorker {
    private static final Set<String> WORK = Set.of("reserve", "release", "pack", "unpack", "bill", "charge");

    private static final String BILLING = """
        {"name": "billing", "version": "1", "output": "steps.bill.output", "steps": {"bill": {"input": "input"}}}""";

    private static final String ORDER = """
        {"name": "order", "version": "1", "steps": {
          "reserve": {"input": "input", "retry": {"max_attempts": 9, "backoff": 0.01},
            "compensate": {"work": "release", "input": "output", "retry": {"max_attempts": 9, "backoff": 0.01}}},
          "pack": {"kind": "for_each", "needs": ["reserve"], "items": "input.lines", "max_concurrency": 2,
            "do": {"work": "pack", "input": {"line": "item"}, "retry": {"max_attempts": 9, "backoff": 0.01}},
            "compensate": {"work": "unpack", "input": "output", "retry": {"max_attempts": 9, "backoff": 0.01}}},
          "billed": {"kind": "workflow", "needs": ["reserve"], "workflow": "billing", "input": "input.lines",
            "retry": {"max_attempts": 9, "backoff": 0.01}},
          "charge": {"needs": ["pack", "billed"], "input": {"packed": "steps.pack.output"},
            "retry": {"max_attempts": 9, "backoff": 0.01}}}}""";

    private final Runs runs;
    private final Path journal;
    private final int last;
    private int boundary;

    private StepWorker(Runs runs, Path journal, int last) {
        this.runs = runs;
        this.journal = journal;
        this.last = last;
    }

    public static void main(String[] args) throws Exception {
        try (Holdfast holdfast = Holdfast.open(args[0])) {
            Runs runs = holdfast.as(Principal.local("default")).runs();
            new StepWorker(runs, Path.of(args[1]), Integer.parseInt(args[2])).work();
        }
    }

    private void work() throws Exception {
        runs.define((JsonObject) Json.parse(BILLING));
        runs.define((JsonObject) Json.parse(ORDER));
        boundary();
        JsonObject input = (JsonObject) Json.parse("{\"lines\": [1, 2, 3]}");
        RunState run = runs.start(RunSpec.of("order").input(input).name("order").commandId("start"))
                .state();
        boundary();
        sendAgain();
        while (run.read().endedAt() == null) {
            var claimed = runs.next(WORK, Duration.ofSeconds(1), Duration.ofMillis(200));
            boundary();
            if (claimed.isPresent()) {
                report(claimed.get());
            }
        }
        System.out.println(told(run));
    }

    /** The second of each pair of attempts succeeds; the card is refused for good. */
    private void report(ClaimedStep step) throws Exception {
        boolean refused = step.work().equals("charge");
        boolean failing = refused || (step.work().equals("pack") && step.attempt() == 1);
        String sent = "%s %s %d %b %b %s"
                .formatted(step.run().value(), step.step(), step.token(), failing, !refused, step.input());
        note("sent " + sent);
        boundary();
        send(sent);
        boundary();
        note("done " + sent);
        boundary();
    }

    private void sendAgain() throws Exception {
        List<String> lines = Files.exists(journal) ? Files.readAllLines(journal) : List.of();
        if (!lines.isEmpty() && lines.getLast().startsWith("sent ")) {
            String sent = lines.getLast().substring("sent ".length());
            send(sent);
            note("done " + sent);
        }
    }

    /** A report whose lease has ended is a conflict: then another attempt counts. */
    private void send(String sent) throws Exception {
        String[] parts = sent.split(" ", 6);
        RunState run = runs.run(parts[0]);
        long token = Long.parseLong(parts[2]);
        try {
            if (parts[3].equals("true")) {
                run.fail(parts[1], token, "not this time", parts[4].equals("true"));
            } else {
                run.report(parts[1], token, Json.parse(parts[5]));
            }
            note("accepted " + sent);
        } catch (HoldfastException e) {
            note("refused " + sent + " " + e.failure().code());
        }
    }

    private void note(String line) throws Exception {
        Files.writeString(journal, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void boundary() {
        if (++boundary == last) {
            Runtime.getRuntime().halt(9);
        }
    }

    private static JsonObject told(RunState run) {
        Run end = run.read();
        JsonObject.Builder steps = JsonObject.builder();
        end.steps().values().forEach(step -> steps.put(
                step.id(),
                JsonObject.builder()
                        .put("status", step.status().wire())
                        .putIfPresent("output", step.output())
                        .build()));
        List<Json> happened = new ArrayList<>();
        for (Event event : run.state().history(1, 1000)) {
            if (event.cause() instanceof Cause.Advanced advanced) {
                happened.addAll(advanced.happened());
            }
        }
        return JsonObject.builder()
                .put("status", end.status().wire())
                .put("steps", steps.build())
                .put("happened", JsonArray.of(happened.toArray(Json[]::new)))
                .build();
    }
}
