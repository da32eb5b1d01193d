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
import java.util.Random;

/** The program of a child process: {@code FIXTURE TASK PLACE [STATE [COUNT]]}. It reports by printing lines. */
final class ChildClient {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ChildClient() {}

    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        ProcessesContract fixture = fixture(arguments[0]);
        Path place = Path.of(arguments[2]);
        switch (arguments[1]) {
            case "open" -> open(fixture, place);
            case "hold" -> hold(fixture, place);
            case "try" -> attempt(fixture, place, new StateId(arguments[3]));
            case "take turns" -> takeTurns(fixture, place, new StateId(arguments[3]), Integer.parseInt(arguments[4]));
            case "append" -> append(fixture, place, new StateId(arguments[3]), Integer.parseInt(arguments[4]));
            case "history" -> history(fixture, place, arguments);
            case "engine" -> engine(fixture, place);
            default -> throw new IllegalArgumentException(arguments[1]);
        }
    }

    /** The test that started this process, which can open its kind of store. */
    private static ProcessesContract fixture(String name) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(name).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (ProcessesContract) constructor.newInstance();
    }

    /** Opens the store when told to, and prints its id. */
    private static void open(ProcessesContract fixture, Path place) throws IOException {
        OUT.println("ready");
        awaitGoOn();
        try (CommitLog log = fixture.open(place, PATIENCE)) {
            Samples.fill(log, Samples.freshId(), 1);
            OUT.println(log.info().id());
        }
    }

    /** Takes the turn and holds it until told to continue. */
    private static void hold(ProcessesContract fixture, Path place) throws IOException {
        try (CommitLog log = fixture.open(place, PATIENCE)) {
            Turn turn = log.turn();
            OUT.println("held");
            awaitGoOn();
            turn.close();
        }
    }

    /** Tries to append to an absent state with a short timeout, and prints the outcome. */
    private static void attempt(ProcessesContract fixture, Path place, StateId id) {
        try (CommitLog log = fixture.open(place, Duration.ofMillis(200))) {
            OUT.println(Samples.appendTo(log, Samples.append(id, 0)).getClass().getSimpleName());
        } catch (StoreUnavailableException e) {
            OUT.println("unavailable");
        }
    }

    /** Appends to a shared state, deciding within the turn, and prints the outcome of each append. */
    private static void takeTurns(ProcessesContract fixture, Path place, StateId id, int count) throws IOException {
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
    private static void append(ProcessesContract fixture, Path place, StateId id, int count) {
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
    private static void engine(ProcessesContract fixture, Path place) throws IOException {
        try (Holdfast holdfast = Holdfast.on(fixture.open(place, PATIENCE)).open()) {
            OUT.println("ready " + holdfast.store().id());
            awaitGoOn();
        }
        OUT.println("done");
    }

    /**
     * Runs two clients of a recorded history, {@code STATES FIRST_NUMBER CALLS SEED}, which print the answers they get.
     */
    private static void history(ProcessesContract fixture, Path place, String[] arguments) throws IOException {
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
