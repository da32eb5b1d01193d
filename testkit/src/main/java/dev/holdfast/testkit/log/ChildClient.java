package dev.holdfast.testkit.log;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.Turn;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.history.HistoryClient;
import dev.holdfast.testkit.history.HistoryLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Future;

/** The program of a child process: {@code FIXTURE TASK PLACE [STATE [COUNT]]}. It reports by printing lines. */
final class ChildClient {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ChildClient() {}

    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        ClientFixture fixture = fixture(arguments[0]);
        Path place = Path.of(arguments[2]);
        switch (arguments[1]) {
            case "open" -> open(fixture, place);
            case "hold" -> hold(fixture, place);
            case "hold and want" -> holdAndWant(fixture, place, Path.of(arguments[3]));
            case "try" -> attempt(fixture, place, new StateId(arguments[3]));
            case "take turns" -> takeTurns(fixture, place, new StateId(arguments[3]), Integer.parseInt(arguments[4]));
            case "append" -> append(fixture, place, new StateId(arguments[3]), Integer.parseInt(arguments[4]));
            case "history" -> history(fixture, place, arguments);
            case "visit" -> visit(fixture);
            case "engine" -> engine(fixture, place);
            case "step", "take" -> machines(fixture, place, arguments);
            case "write encrypted", "rotate" -> encrypted(fixture, place, arguments[1], Integer.parseInt(arguments[3]));
            case "call audited" -> audited(fixture, place, arguments);
            default -> throw new IllegalArgumentException(arguments[1]);
        }
    }

    /** The test that started this process, which can open its kind of store. */
    private static ClientFixture fixture(String name) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(name).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (ClientFixture) constructor.newInstance();
    }

    /** Opens the store when told to, and prints its id. */
    private static void open(ClientFixture fixture, Path place) throws IOException {
        OUT.println("ready");
        awaitGoOn();
        try (CommitLog log = fixture.open(place, PATIENCE)) {
            Samples.fill(log, Samples.freshId(), 1);
            OUT.println(log.info().id());
        }
    }

    /** Takes the turn and holds it until told to continue. */
    private static void hold(ClientFixture fixture, Path place) throws IOException {
        try (CommitLog log = fixture.open(place, PATIENCE)) {
            Turn turn = log.turn();
            OUT.println("held");
            awaitGoOn();
            turn.close();
        }
    }

    /** Takes the turn of one store and meanwhile waits for that of another; gives the first back when told to. */
    private static void holdAndWant(ClientFixture fixture, Path place, Path other) throws IOException {
        try (CommitLog log = fixture.open(place, PATIENCE);
                CommitLog wanted = fixture.open(other, PATIENCE)) {
            Turn turn = log.turn();
            Future<String> taken = Crowd.start(() -> {
                wanted.turn().close();
                return "taken";
            });
            OUT.println("held");
            awaitGoOn();
            turn.close();
            OUT.println(Crowd.join(taken));
        }
    }

    /** Tries to append to an absent state with a short timeout, and prints the outcome. */
    private static void attempt(ClientFixture fixture, Path place, StateId id) {
        try (CommitLog log = fixture.open(place, Duration.ofMillis(200))) {
            OUT.println(Samples.appendTo(log, Samples.append(id, 0)).getClass().getSimpleName());
        } catch (StoreUnavailableException e) {
            OUT.println("unavailable");
        }
    }

    /** Appends to a shared state, deciding within the turn, and prints the outcome of each append. */
    private static void takeTurns(ClientFixture fixture, Path place, StateId id, int count) throws IOException {
        try (CommitLog log = fixture.open(place, PATIENCE)) {
            OUT.println("ready");
            awaitGoOn();
            for (int i = 0; i < count; i++) {
                try (Turn turn = log.turn()) {
                    AppendResult result = Samples.appendTo(log, Samples.append(id, revision(log, id)));
                    OUT.println(result.getClass().getSimpleName() + (turn.equals(Turn.NONE) ? " without turn" : ""));
                }
            }
        }
    }

    /** Appends to its own state, and prints revision and hash of each acknowledged commit. */
    private static void append(ClientFixture fixture, Path place, StateId id, int count) {
        try (CommitLog log = fixture.open(place, PATIENCE)) {
            for (long revision = revision(log, id); revision < count; revision++) {
                Append append = Samples.append(id, revision);
                if (log.append(List.of(append)).getFirst() instanceof Appended) {
                    OUT.println(revision + 1 + " " + append.commit().hash());
                }
            }
        }
    }

    /** Runs an engine, which fires timers, until told to continue. */
    private static void engine(ClientFixture fixture, Path place) throws IOException {
        try (Holdfast holdfast = Holdfast.on(fixture.open(place, PATIENCE)).open()) {
            OUT.println("ready " + holdfast.store().id());
            awaitGoOn();
        }
        OUT.println("done");
    }

    /** Sends events to machines, {@code PRINCIPAL HANDLES NAME [FIRST COUNT]}, and meanwhile fires timers. */
    private static void machines(ClientFixture fixture, Path place, String[] arguments) throws IOException {
        try (Holdfast holdfast = Holdfast.on(fixture.open(place, PATIENCE)).open()) {
            MachineClient client = new MachineClient(holdfast, arguments[3], arguments[4], OUT::println);
            OUT.println("ready");
            awaitGoOn();
            if (arguments[1].equals("take")) {
                client.take(arguments[5]);
            } else {
                client.step(arguments[5], Integer.parseInt(arguments[6]), Integer.parseInt(arguments[7]));
            }
        }
        OUT.println("done");
    }

    /** Writes to an encrypted store, or changes its keys, {@code COUNT} times. */
    private static void encrypted(ClientFixture fixture, Path place, String task, int count) throws IOException {
        try (Holdfast holdfast = EncryptedProcessesContract.engine(fixture, place, EncryptedProcessesContract.MASTER)) {
            EncryptedClient client = new EncryptedClient(holdfast, OUT::println);
            OUT.println("ready");
            awaitGoOn();
            if (task.equals("rotate")) {
                client.rotate(count, EncryptedProcessesContract.MASTER, EncryptedProcessesContract.NEXT);
            } else {
                client.write(count);
            }
        }
        OUT.println("done");
    }

    /** Reads and writes a state whose store has an audit log, {@code NAME HANDLE TIMES}. */
    private static void audited(ClientFixture fixture, Path place, String[] arguments) throws IOException {
        try (Holdfast holdfast = AuditedProcessesContract.engine(fixture, place)) {
            OUT.println("ready");
            awaitGoOn();
            new AuditedClient(holdfast, arguments[3], OUT::println).work(arguments[4], Integer.parseInt(arguments[5]));
        }
        OUT.println("done");
    }

    /**
     * Runs two clients of a recorded history, {@code STATES FIRST_NUMBER CALLS SEED}, which print the answers they get.
     */
    private static void history(ClientFixture fixture, Path place, String[] arguments) throws IOException {
        List<StateId> states =
                Arrays.stream(arguments[3].split(",", -1)).map(StateId::new).toList();
        int first = Integer.parseInt(arguments[4]);
        int calls = Integer.parseInt(arguments[5]);
        long seed = Long.parseLong(arguments[6]);
        try (CommitLog log = fixture.open(place, PATIENCE)) {
            OUT.println("ready");
            awaitGoOn();
            // On Linux and macOS, System.nanoTime reads one clock for all processes of the machine.
            Crowd.runOnPlatformThreads(2, i -> {
                HistoryClient client =
                        new HistoryClient(first + i, log, states, new Random(seed + first + i), System::nanoTime);
                client.run(calls, operation -> OUT.println(HistoryLines.print(operation)));
                return i;
            });
        }
    }

    /**
     * Obeys the lines it is told, {@code PATH TASK STATE}, each with an answer of one line: opens the store anew to
     * read or append, or harms a file. That must not be done by a process that has the store open: it would lose its
     * locks.
     */
    private static void visit(ClientFixture fixture) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        OUT.println("ready");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            List<String> words = List.of(line.split(" ", 3));
            Path path = Path.of(words.get(0));
            OUT.println(
                    switch (words.get(1)) {
                        case "read", "append" -> visit(fixture, path, words.get(1), new StateId(words.get(2)));
                        default -> FileFault.valueOf(words.get(1)).apply(path);
                    });
        }
    }

    /** Reads or appends as a new client does, and returns the revision of the state afterwards. */
    private static String visit(ClientFixture fixture, Path place, String task, StateId id) {
        String answer = "";
        try (CommitLog log = fixture.open(place, PATIENCE)) {
            long revision = revision(log, id);
            AppendResult result = task.equals("append")
                    ? Samples.appendTo(log, Samples.append(id, revision))
                    : new AppendResult.Conflict(OptionalLong.empty());
            answer = String.valueOf(result instanceof Appended ? revision + 1 : revision);
            return answer;
        } catch (StoreUnavailableException e) {
            return answer.isEmpty() ? "unavailable " + e.getMessage() : answer;
        }
    }

    private static long revision(CommitLog log, StateId id) {
        return log.head(id, Consistency.LINEARIZABLE) instanceof Head.Live live ? live.revision() : 0;
    }

    private static void awaitGoOn() throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (input.readLine() == null) {
            throw new IOException("the parent is gone");
        }
    }
}
