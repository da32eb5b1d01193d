import dev.holdfast.engine.Cause;
import dev.holdfast.engine.workflow.ClaimedStep;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Works on many runs side by side, and is killed when each has come to a boundary of its steps: StepWorker ADDRESS
 * FOLDER COUNT kill. The first run is stopped at its first boundary, the second at its second and so on. With
 * {@code finish} it takes all of them to their end from wherever they stand, and prints each with what happened in it.
 * Before each report a worker writes into a journal what it sends, after it what was accepted, as one does that has
 * effects elsewhere; what has no answer there is sent again at the beginning.
 */
final class StepWorker {
    private static final int KILLED = 9;

    private static final String BILLING = """
        {"name": "billing-%1$d", "version": "1", "output": "steps.bill.output", "steps": {
          "bill": {"work": "bill-%1$d", "input": "input"}}}""";

    private static final String ORDER = """
        {"name": "order-%1$d", "version": "1", "steps": {
          "reserve": {"work": "reserve-%1$d", "input": "input", "retry": {"max_attempts": 9, "backoff": 0.01},
            "compensate": {"work": "release-%1$d", "input": "output", "retry": {"max_attempts": 9, "backoff": 0.01}}},
          "pack": {"kind": "for_each", "needs": ["reserve"], "items": "input.lines", "max_concurrency": 2,
            "do": {"work": "pack-%1$d", "input": {"line": "item"}, "retry": {"max_attempts": 9, "backoff": 0.01}},
            "compensate": {"work": "unpack-%1$d", "input": "output", "retry": {"max_attempts": 9, "backoff": 0.01}}},
          "billed": {"kind": "workflow", "needs": ["reserve"], "workflow": "billing-%1$d", "input": "input.lines",
            "retry": {"max_attempts": 9, "backoff": 0.01}},
          "charge": {"work": "charge-%1$d", "needs": ["pack", "billed"], "input": {"packed": "steps.pack.output"},
            "retry": {"max_attempts": 9, "backoff": 0.01}}}}""";

    private final Runs runs;
    private final int number;
    private final Path journal;
    private final CountDownLatch stopped;
    private final int last;
    private int boundary;

    private StepWorker(Runs runs, int number, Path folder, CountDownLatch stopped, boolean finish) {
        this.runs = runs;
        this.number = number;
        this.journal = folder.resolve("journal-" + number);
        this.stopped = stopped;
        this.last = finish ? 0 : number;
    }

    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[2]);
        boolean finish = args[3].equals("finish");
        CountDownLatch stopped = new CountDownLatch(count);
        Queue<JsonObject> ended = new ConcurrentLinkedQueue<>();
        try (Holdfast holdfast = Holdfast.open(args[0])) {
            Runs runs = holdfast.as(Principal.local("default")).runs();
            for (int number = 1; number <= count; number++) {
                StepWorker worker = new StepWorker(runs, number, Path.of(args[1]), stopped, finish);
                Thread.ofVirtual().start(() -> ended.add(worker.work()));
            }
            stopped.await();
            if (!finish) {
                System.out.println(ended.size());
                System.out.flush();
                Runtime.getRuntime().halt(KILLED);
            }
        }
        ended.forEach(System.out::println);
    }

    private JsonObject work() {
        try {
            RunState run = start();
            sendAgain();
            while (run.read().endedAt() == null) {
                var claimed = runs.next(kinds(), Duration.ofSeconds(3), Duration.ofMillis(500));
                boundary();
                if (claimed.isPresent()) {
                    report(claimed.get());
                }
            }
            return told(run);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            stopped.countDown();
        }
    }

    private RunState start() throws InterruptedException {
        runs.define((JsonObject) Json.parse(BILLING.formatted(number)));
        runs.define((JsonObject) Json.parse(ORDER.formatted(number)));
        boundary();
        JsonObject input = (JsonObject) Json.parse("{\"lines\": [1, 2, 3]}");
        RunSpec spec = RunSpec.of("order-" + number).input(input).name("run-" + number);
        RunState run = runs.start(spec.commandId("start-" + number)).state();
        boundary();
        return run;
    }

    private Set<String> kinds() {
        return Stream.of("reserve", "release", "pack", "unpack", "bill", "charge")
                .map(work -> work + "-" + number)
                .collect(Collectors.toSet());
    }

    /** The second of each pair of attempts succeeds; the card is refused for good. */
    private void report(ClaimedStep step) throws IOException, InterruptedException {
        boolean refused = step.work().startsWith("charge");
        boolean failing = refused || (step.work().startsWith("pack") && step.attempt() == 1);
        String sent = "%s %s %d %b %b %s"
                .formatted(step.run().value(), step.step(), step.token(), failing, !refused, step.input());
        note("sent " + sent);
        boundary();
        send(sent);
        boundary();
        note("done " + sent);
        boundary();
    }

    /** The last report, unless what follows from it is done as well: it may or may not have been accepted. */
    private void sendAgain() throws IOException {
        List<String> lines = Files.exists(journal) ? Files.readAllLines(journal) : List.of();
        if (lines.isEmpty() || lines.getLast().startsWith("done ")) {
            return;
        }
        String sent = lines.stream()
                .filter(line -> line.startsWith("sent "))
                .reduce((first, second) -> second)
                .orElseThrow()
                .substring("sent ".length());
        send(sent);
        note("done " + sent);
    }

    /** A report whose lease has ended is a conflict: then another attempt counts. */
    private void send(String sent) throws IOException {
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

    private void note(String line) throws IOException {
        Files.writeString(journal, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Here a run stops for ever, until the process is killed. */
    private void boundary() throws InterruptedException {
        if (++boundary == last) {
            stopped.countDown();
            Thread.sleep(Duration.ofHours(1));
        }
    }

    private JsonObject told(RunState run) {
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
                .put("number", number)
                .put("status", end.status().wire())
                .put("steps", steps.build())
                .put("happened", JsonArray.of(happened.toArray(Json[]::new)))
                .build();
    }
}
