package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An instance of a server with one tool for each thing a task can do, over a store that can be cut off from it. */
final class TaskServer {
    static final String DECLARED = "{\"elicitation\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
    static final Instant BEGIN = Instant.parse("2026-08-01T00:00:00Z");

    private static final Json GO = Json.of("go");

    /** What happened to jobs: "started", "stepped", "interrupted", "asked to stop". */
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** Lets one job that waits go on. */
    final Semaphore gate = new Semaphore(0);

    final Reachable store;
    private final TaskPolicy policy;

    /** What all instances of one test share: the store, and the time. */
    static final class World {
        volatile Instant now = BEGIN;
        final TaskStore store;

        World(int capacity) {
            this.store = TaskStore.inMemory(capacity, () -> now);
        }

        TaskServer instance() {
            return instance(4);
        }

        TaskServer instance(int maxRunning) {
            Reachable reachable = new Reachable(store);
            TaskPolicy policy = TaskPolicy.standard(reachable)
                    .withPollInterval(Duration.ofMillis(20))
                    .withMaxRunning(maxRunning)
                    .withClock(() -> now);
            return new TaskServer(policy, reachable);
        }
    }

    /** A store behind a line that can be cut. */
    static final class Reachable implements TaskStore {
        private final TaskStore store;
        volatile boolean cut;

        /** What no document may contain; null if anything. */
        volatile @Nullable String refused;

        final Semaphore refusals = new Semaphore(0);

        Reachable(TaskStore store) {
            this.store = store;
        }

        private TaskStore reached() {
            if (cut) {
                throw new IllegalStateException("a secret address is unreachable");
            }
            return store;
        }

        @Override
        public boolean create(TaskRecord task) {
            return reached().create(task);
        }

        @Override
        public Optional<TaskRecord> find(String id) {
            return reached().find(id);
        }

        @Override
        public boolean replace(TaskRecord next) {
            String word = refused;
            if (word != null && next.document().toString().contains(word)) {
                refusals.release();
                throw new IllegalStateException("the store does not take this");
            }
            return reached().replace(next);
        }

        @Override
        public Optional<TaskRecord> awaitChange(String id, long revision, Duration patience)
                throws InterruptedException {
            Optional<TaskRecord> change = reached().awaitChange(id, revision, patience);
            reached();
            return change;
        }
    }

    private TaskServer(TaskPolicy policy, Reachable store) {
        this.policy = policy;
        this.store = store;
    }

    McpServer.Builder builder() {
        return withoutTasks().tasks(policy);
    }

    TaskPolicy policy() {
        return policy;
    }

    McpServer build() {
        return builder().build();
    }

    McpServer.Builder withoutTasks() {
        return McpServer.builder(FixtureServer.IMPLEMENTATION)
                .tool(FixtureServer.tool("plain", call -> says("done")))
                .tool(inTask("compute", this::compute))
                .tool(inTask("stubborn", this::stubborn))
                .tool(inTask("fails", call -> Outcome.complete(ToolResult.error("no"))))
                .tool(inTask("breaks", call -> {
                    throw new IllegalStateException("a secret");
                }))
                .tool(inTask("refuses", call -> new Outcome.Failed(RpcError.invalidParams("not like this"))))
                .tool(inTask("hops", TaskServer::hop))
                .tool(inTask("asks", this::ask))
                .tool(inTask("samples", call -> asks(GO, "it", AskingServer.sampling())))
                .tool(FixtureServer.tool(
                        "strict", call -> call.state() == null ? new Outcome.Task(GO, true) : says("strictly")));
    }

    String nextEvent() throws InterruptedException {
        String event = events.poll(20, TimeUnit.SECONDS);
        return event == null ? "nothing" : event;
    }

    /** Whether the next thing that happens is that a job starts. */
    boolean started() {
        try {
            return nextEvent().equals("started");
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static Tool inTask(String name, FixtureServer.Step job) {
        return FixtureServer.tool(name, call -> call.state() == null ? Outcome.task(GO) : job.take(call));
    }

    private static Outcome says(String text) {
        return Outcome.complete(ToolResult.text(text));
    }

    Outcome compute(ToolCall call) throws InterruptedException {
        call.context().progress().report(1, 4.0, null);
        events.add("started");
        try {
            gate.acquire();
        } catch (InterruptedException e) {
            events.add("interrupted");
            throw e;
        }
        return says("computed for " + call.context().caller().subject() + " " + call.arguments());
    }

    private Outcome stubborn(ToolCall call) {
        call.context().onCancel(() -> events.add("asked to stop"));
        events.add("started");
        gate.acquireUninterruptibly();
        return says("done all the same");
    }

    /** Goes on twice without asking anybody. */
    private static Outcome hop(ToolCall call) {
        return switch (String.valueOf(call.state())) {
            case "\"go\"" -> new Outcome.InputRequired(Map.of(), Json.of("once"));
            case "\"once\"" -> Outcome.task(Json.of("twice"));
            default -> says("hopped " + call.state());
        };
    }

    /** Asks for two things and then, under a key it used before, for a third. */
    private Outcome ask(ToolCall call) {
        events.add("stepped");
        JsonObject answers = call.answers().byKey();
        if (call.state() instanceof JsonArray known && answers.has("name")) {
            return says("known: " + known.appended(answers));
        }
        if (answers.has("name") && answers.has("town")) {
            return asks(JsonArray.of(answers), "name", AskingServer.form("Your other name?"));
        }
        Map<String, InputRequest> requests = new LinkedHashMap<>();
        requests.put("name", AskingServer.form("Your name?"));
        requests.put("town", AskingServer.form("Your town?"));
        return new Outcome.InputRequired(requests, GO);
    }

    private static Outcome asks(Json state, String key, InputRequest request) {
        return new Outcome.InputRequired(Map.of(key, request), state);
    }
}
