package dev.holdfast.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/** Servers that die, connections that break, and keys that vanish. */
final class RedisFaultsTest {
    /** How often a connection is cut in a usual build. */
    private static final int CUTS = Integer.getInteger("holdfast.cuts", 150);

    @Test
    void killedServer_hasEverythingThatItAcknowledged() {
        try (RedisProcess server = RedisProcess.start(RedisProcess.DURABLE);
                CommitLog log = RedisStore.open(server.newStore())) {
            Map<StateId, List<Commit>> told = new HashMap<>();
            for (int round = 0; round < 3; round++) {
                killUnderLoad(server, log).forEach((id, commits) -> told.merge(id, commits, (a, b) -> b));
                server.restart();
                told.forEach((id, commits) -> assertThat(
                                log.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                                        .commits())
                        .startsWith(commits.toArray(Commit[]::new)));
            }
            Map<StateId, Long> fed = new HashMap<>();
            Cursor cursor = Cursor.START;
            for (var page = log.feed(0, cursor, 100, Duration.ZERO);
                    !page.entries().isEmpty();
                    page = log.feed(0, page.next(), 100, Duration.ZERO)) {
                page.entries().forEach(entry -> {
                    long before = fed.getOrDefault(entry.state(), 0L);
                    assertThat(entry.commit().revision()).isEqualTo(before + 1);
                    fed.put(entry.state(), before + 1);
                });
            }
            assertThat(fed.keySet()).containsAll(told.keySet());
        }
    }

    /** Four writers append to states of their own until the server is killed; what was acknowledged to them. */
    private static Map<StateId, List<Commit>> killUnderLoad(RedisProcess server, CommitLog log) {
        CountDownLatch underWay = new CountDownLatch(200);
        AtomicBoolean dead = new AtomicBoolean();
        Future<List<Map.Entry<StateId, List<Commit>>>> writers = Crowd.start(() -> Crowd.run(4, writer -> {
            StateId id = Samples.freshId();
            List<Commit> acknowledged = new ArrayList<>();
            while (!dead.get()) {
                Commit commit = Samples.commit(acknowledged.size() + 1);
                if (!(Samples.appendTo(log, Samples.append(id, commit)) instanceof AppendResult.Appended)) {
                    break;
                }
                acknowledged.add(commit);
                underWay.countDown();
            }
            return Map.entry(id, acknowledged);
        }));
        Crowd.await(underWay);
        server.kill();
        dead.set(true);
        Map<StateId, List<Commit>> told = new HashMap<>();
        Crowd.join(writers).forEach(entry -> told.put(entry.getKey(), entry.getValue()));
        return told;
    }

    @Test
    void connectionThatIsCutAfterSending_leavesEveryCommandDoneOnce() throws IOException {
        RedisProcess server = RedisProcess.shared();
        String store = server.newStore();
        long seed = Long.getLong("holdfast.seed", 18);
        try (CuttingProxy proxy = new CuttingProxy(server.port(), seed);
                Holdfast holdfast = Holdfast.open(store.replace(":" + server.port() + "/", ":" + proxy.port() + "/"))) {
            State state = holdfast.as(Principal.local("cut"))
                    .open(StateSpec.unnamed())
                    .state();
            proxy.cut(4);
            int writes = 0;
            while (proxy.cuts() < CUTS) {
                String op = "op-" + writes++;
                while (!written(state, op)) {
                    Thread.onSpinWait();
                }
            }
            proxy.cut(0);
            assertThat(state.read().document().get("n")).as("seed %d", seed).isEqualTo(Json.of(writes));
            assertThat(state.read().revision()).isEqualTo(writes + 1);
        }
    }

    private static boolean written(State state, String op) {
        try {
            state.write(Write.builder().increment("n", 1).commandId(op).build());
            return true;
        } catch (HoldfastException | StoreUnavailableException e) {
            return false;
        }
    }

    @Test
    void cutAppend_isIndeterminateIfItWasSent_andNotAttemptedIfNot() throws IOException {
        RedisProcess server = RedisProcess.shared();
        String store = server.newStore();
        try (CuttingProxy proxy = new CuttingProxy(server.port(), 1);
                CommitLog direct = RedisStore.open(store);
                CommitLog log = RedisStore.open(store.replace(":" + server.port() + "/", ":" + proxy.port() + "/"))) {
            StateId id = Samples.freshId();
            Samples.fill(log, id, 1);
            proxy.cut(1);
            assertThat(Samples.appendTo(log, Samples.append(id, 1))).isInstanceOf(AppendResult.Indeterminate.class);
            proxy.stop();
            Head.Live head = (Head.Live) direct.head(id, Consistency.LINEARIZABLE);
            assertThat(Samples.appendTo(log, Samples.append(id, head.revision())))
                    .isInstanceOf(AppendResult.NotAttempted.class);
            assertThat(direct.head(id, Consistency.LINEARIZABLE)).isEqualTo(head);
        }
    }

    @Test
    void storeWhoseKeysAreGone_isUnavailableForGood_andNeverBeginsAnew() {
        try (RedisProcess server = RedisProcess.start(RedisProcess.DURABLE)) {
            String address = server.newStore();
            try (CommitLog log = RedisStore.open(address)) {
                StateId id = Samples.freshId();
                Samples.fill(log, id, 2);
                run(server, new CommandArguments(Command.FLUSHALL));
                assertLost(log, id);
                try (CommitLog next = RedisStore.open(address)) {
                    assertThat(next.info().id()).isNotEqualTo(log.info().id());
                    assertThat(next.head(id, Consistency.LINEARIZABLE)).isEqualTo(Head.ABSENT);
                    assertLost(log, id);
                    assertThat(next.head(id, Consistency.LINEARIZABLE)).isEqualTo(Head.ABSENT);
                }
            }
        }
    }

    private static void assertLost(CommitLog log, StateId id) {
        assertThatThrownBy(() -> log.head(id, Consistency.LINEARIZABLE))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isLost()).isTrue());
        assertThatThrownBy(() -> log.append(List.of(Samples.append(id, 2))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> log.feed(0, Cursor.LATEST, 1, Duration.ZERO))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void storeWithAShardThatIsGone_isNotOpened() {
        RedisProcess server = RedisProcess.shared();
        String prefix = "half" + Samples.freshId().value();
        RedisStore.open(server.store(prefix)).close();
        run(server, new CommandArguments(Command.DEL).add(new ShardKeys(prefix, 0).shard()));
        assertThatThrownBy(() -> RedisStore.open(server.store(prefix)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("keys of the store are missing");
    }

    @Test
    void serverWithoutMemory_refusesAppends_andAnswersReads() {
        try (RedisProcess server = RedisProcess.start(RedisProcess.DURABLE);
                CommitLog log = RedisStore.open(server.newStore())) {
            StateId id = Samples.freshId();
            Samples.fill(log, id, 2);
            configure(server, "maxmemory", "1");
            assertThat(Samples.appendTo(log, Samples.append(id, 2)))
                    .isInstanceOfSatisfying(
                            AppendResult.NotAttempted.class,
                            refused -> assertThat(refused.cause()).hasMessageContaining("out of memory"));
            assertThat(log.read(id, 1, 10, 1000, Consistency.LINEARIZABLE).commits())
                    .hasSize(2);
            configure(server, "maxmemory", "0");
            assertThat(Samples.appendTo(log, Samples.append(id, 2))).isEqualTo(AppendResult.APPENDED);
        }
    }

    @Test
    void erasedState_isInNoFileAfterPurge() {
        String marker = "MARKER-THAT-IS-NOWHERE-ELSE";
        try (RedisProcess server =
                RedisProcess.start(List.of("--appendonly", "yes", "--appendfsync", "always", "--save", "3600 1"))) {
            String address = server.newStore();
            try (CommitLog log = RedisStore.open(address);
                    Holdfast holdfast = Holdfast.open(address)) {
                State state = holdfast.as(Principal.local("me"))
                        .open(StateSpec.unnamed())
                        .state();
                state.write(w -> w.set("note", marker));
                run(server, new CommandArguments(Command.SAVE));
                assertThat(server.holds(marker)).isTrue();
                state.erase("op-erase");
                log.purge();
                assertThat(server.holds(marker)).isFalse();
            }
        }
    }

    @Test
    void readersThatWait_takeNoConnections() {
        RedisProcess server = RedisProcess.shared();
        try (CommitLog log = RedisStore.open(server.newStore())) {
            int before = connections(server);
            Cursor present = log.feed(0, Cursor.LATEST, 1, Duration.ZERO).next();
            List<Future<Integer>> waiting = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                waiting.add(Crowd.start(() -> log.feed(0, present, 1, Duration.ofSeconds(Crowd.PATIENCE_SECONDS))
                        .entries()
                        .size()));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(connections(server) - before).isLessThanOrEqualTo(RedisServer.MOST_CONNECTIONS + 1);
            }
            Samples.fill(log, Samples.freshId(), 1);
            assertThat(waiting.stream().map(Crowd::join)).containsOnly(1);
            assertThat(connections(server) - before).isLessThanOrEqualTo(RedisServer.MOST_CONNECTIONS + 1);
        }
    }

    private static int connections(RedisProcess server) {
        return (int) run(server, new CommandArguments(Command.CLIENT).add("LIST"))
                .text()
                .lines()
                .count();
    }

    static void configure(RedisProcess server, String setting, String value) {
        run(server, new CommandArguments(Command.CONFIG).add("SET").add(setting).add(value));
    }

    static RedisReply run(RedisProcess server, CommandArguments command) {
        try (Connection connection = server.connect()) {
            return new RedisReply(connection.executeCommand(command));
        }
    }
}
