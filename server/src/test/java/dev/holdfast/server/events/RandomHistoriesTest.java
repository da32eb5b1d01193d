package dev.holdfast.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.InternalStates.Terms;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.store.file.FileStore;
import dev.holdfast.store.jdbc.SqliteStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories by two engines on one store, which are closed and opened again in between. Whichever way they are
 * read, and wherever reading is resumed, what is read equals the log.
 */
final class RandomHistoriesTest {
    private static final Caller ALICE = Caller.authenticated("alice");
    private static final int STEPS = Integer.getInteger("events.steps", 120);
    private static final int STATES = 4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite", "file"})
    void everyEvent_isReadInOrderHoweverItIsRead(String store) throws Exception {
        Supplier<CommitLog> log = opener(store);
        for (long seed :
                LongStream.range(0, Integer.getInteger("events.seeds", 1)).toArray()) {
            check(log, new Random(seed));
        }
    }

    private Supplier<CommitLog> opener(String store) {
        MemoryStorage memory = new MemoryStorage();
        return switch (store) {
            case "memory" -> () -> MemoryLog.open(memory);
            case "sqlite" -> () -> SqliteStore.open(folder.resolve("state.db"));
            default -> () -> FileStore.open(folder.resolve("files"));
        };
    }

    private static void check(Supplier<CommitLog> log, Random random) throws Exception {
        List<Holdfast> engines = new ArrayList<>(List.of(open(log), open(log)));
        try {
            History history = new History(engines.getFirst());
            List<Subscriber> subscribers = history.subscribers();
            for (Subscriber each : subscribers) {
                each.poll(engines.getFirst(), 1);
            }
            for (int step = 0; step < STEPS; step++) {
                Holdfast engine = engines.get(random.nextInt(2));
                history.write(engine, random);
                if (random.nextInt(40) == 0) {
                    int which = random.nextInt(2);
                    engines.get(which).close();
                    engines.set(which, open(log));
                }
                Subscriber reading = subscribers.get(random.nextInt(subscribers.size()));
                read(reading, engines.get(random.nextInt(2)), random);
            }
            for (Subscriber each : subscribers) {
                each.pollAll(engines.getFirst(), 7);
            }
            history.verify(engines.get(1), subscribers);
        } finally {
            engines.forEach(Holdfast::close);
        }
    }

    private static Holdfast open(Supplier<CommitLog> log) {
        return Holdfast.on(log.get()).timersByHand().open();
    }

    private static void read(Subscriber reading, Holdfast engine, Random random) throws InterruptedException {
        int most = 1 + random.nextInt(5);
        switch (random.nextInt(3)) {
            case 0 -> reading.poll(engine, most);
            case 1 -> reading.stream(engine, most, 1 + random.nextInt(3), false);
            default -> reading.stream(engine, most, 2, true);
        }
    }

    /** States of two principals, of which one sees its own. */
    private static final class History {
        private final List<String> mine = new ArrayList<>();
        private final List<String> others = new ArrayList<>();
        private final String label;

        History(Holdfast holdfast) {
            this.label = holdfast.mintCommandId().toLowerCase(Locale.ROOT);
            for (int i = 0; i < STATES; i++) {
                mine.add(open(holdfast, "alice", label));
                others.add(open(holdfast, "bob", label));
            }
        }

        private static String open(Holdfast holdfast, String owner, String label) {
            State state = holdfast.as(Principal.of(owner))
                    .open(StateSpec.unnamed().labels(Map.of("run", label)))
                    .state();
            return state.handle().value();
        }

        List<Subscriber> subscribers() {
            JsonObject all = JsonObject.of("labels", JsonObject.of("run", Json.of(label)));
            JsonObject one = JsonObject.of("state", Json.of(mine.getFirst()));
            return List.of(
                    new Subscriber(ALICE, "state.event", all),
                    new Subscriber(ALICE, "state.event", one),
                    new Subscriber(ALICE, "state.changed", all.with("keys", Json.parse("[\"a\"]"))),
                    new Subscriber(ALICE, "state.changed", one.with("values", Json.of(true))));
        }

        void write(Holdfast engine, Random random) {
            boolean own = random.nextBoolean();
            String handle = (own ? mine : others).get(random.nextInt(STATES));
            State state = engine.as(Principal.of(own ? "alice" : "bob")).state(handle);
            switch (random.nextInt(6)) {
                case 0 -> engine.internal("noise").create("n" + random.nextLong(), JsonObject.EMPTY, forGood());
                case 1 -> state.share("carol", random.nextBoolean() ? Access.READ : Access.WRITE);
                default -> state.write(w -> w.set(random.nextBoolean() ? "a" : "b", random.nextInt()));
            }
        }

        private static Terms forGood() {
            return Terms.forGood(Keep.EVERYTHING);
        }

        void verify(Holdfast engine, List<Subscriber> subscribers) {
            assertThat(subscribers.get(0).ids()).doesNotHaveDuplicates();
            for (String handle : mine) {
                assertThat(ofState(subscribers.get(0), handle)).isEqualTo(logged(engine, handle, event -> true));
                assertThat(ofState(subscribers.get(2), handle))
                        .isEqualTo(logged(engine, handle, event -> event.keys().contains("a")));
            }
            assertThat(subscribers.get(0).ids()).noneMatch(id -> others.contains(id.substring(0, id.indexOf(':'))));
            assertThat(subscribers.get(1).ids()).isEqualTo(logged(engine, mine.getFirst(), event -> true));
            assertThat(subscribers.get(3).ids()).isEqualTo(logged(engine, mine.getFirst(), Event::changesDocument));
            assertThat(subscribers).extracting(Subscriber::gaps).containsOnly(0);
        }

        private static List<String> ofState(Subscriber subscriber, String handle) {
            return subscriber.ids().stream().filter(id -> id.startsWith(handle)).toList();
        }

        /** All but the first event, which was there before the subscription. */
        private static List<String> logged(Holdfast engine, String handle, Function<Event, Boolean> wanted) {
            return engine.as(Principal.of("alice")).state(handle).history(2, 10_000).stream()
                    .filter(wanted::apply)
                    .map(event -> handle + ":" + event.revision())
                    .toList();
        }
    }
}
