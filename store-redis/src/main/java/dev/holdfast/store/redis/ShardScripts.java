package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The scripts with the keys and arguments that they take, for one shard. */
final class ShardScripts {
    private final RedisScripts scripts;
    private final ShardKeys keys;
    private final byte[] store;
    private final byte[] channel;
    private final byte[] number;

    ShardScripts(RedisScripts scripts, ShardKeys keys, String store, String channel) {
        this.scripts = scripts;
        this.keys = keys;
        this.store = bytes(store);
        this.channel = bytes(channel);
        this.number = bytes(keys.number());
    }

    int number() {
        return keys.number();
    }

    /**
     * Appends, and returns a letter for each, with what belongs to it.
     *
     * @param maxCommitBytes what is larger is not stored
     */
    List<String> append(List<Append> batch, long maxCommitBytes) {
        Map<StateId, Integer> states = new LinkedHashMap<>();
        batch.forEach(append -> states.putIfAbsent(append.state(), states.size() + 1));
        List<byte[]> touched = new ArrayList<>(List.of(keys.shard(), keys.feed(), keys.index(), keys.owners()));
        List<byte[]> arguments = new ArrayList<>(List.of(store, channel, number, bytes(states.size())));
        for (StateId id : states.keySet()) {
            touched.add(keys.record(id));
            touched.add(keys.commits(id));
            arguments.add(bytes(id.value()));
        }
        for (Append append : batch) {
            boolean fits = append.commit().event().length() <= maxCommitBytes;
            arguments.add(bytes(states.getOrDefault(append.state(), 0)));
            arguments.add(bytes(append.expected()));
            arguments.add(append.commit().hash().borrow());
            arguments.add(fits ? CommitBytes.of(append.commit()) : new byte[0]);
            addHeader(arguments, append.state(), append.header());
        }
        return scripts.run(Script.APPEND, touched, arguments).list().stream()
                .map(RedisReply::text)
                .toList();
    }

    /** The base or nothing, whether more follow, and the commits. */
    List<RedisReply> read(StateId id, long fromRevision, int maxCommits, int maxBytes) {
        return scripts.run(
                        Script.READ,
                        List.of(keys.shard(), keys.record(id), keys.commits(id), keys.base(id)),
                        List.of(store, bytes(fromRevision), bytes(maxCommits), bytes(maxBytes)))
                .list();
    }

    /** The records of states, or nothing where there is none. */
    List<RedisReply> records(List<StateId> states) {
        return values(states.stream().map(keys::record).toList());
    }

    RedisReply snapshot(StateId id) {
        return values(List.of(keys.snapshot(id))).getFirst();
    }

    private List<RedisReply> values(List<byte[]> wanted) {
        List<byte[]> touched = new ArrayList<>(List.of(keys.shard()));
        touched.addAll(wanted);
        return scripts.run(Script.RECORDS, touched, List.of(store)).list();
    }

    void putSnapshot(StateId id, Snapshot snapshot) {
        scripts.run(
                Script.SNAPSHOT,
                List.of(keys.shard(), keys.record(id), keys.snapshot(id)),
                List.of(store, bytes(snapshot.revision()), CommitBytes.of(snapshot)));
    }

    void deleteSnapshot(StateId id) {
        scripts.run(Script.DISCARD, List.of(keys.shard(), keys.snapshot(id)), List.of(store));
    }

    /** Index keys from a given one on, ascending. */
    List<byte[]> found(byte[] from, int most) {
        return scripts
                .run(Script.FOUND, List.of(keys.shard(), keys.index()), List.of(store, from, bytes(most)))
                .list()
                .stream()
                .map(RedisReply::bytes)
                .toList();
    }

    /** What the clock of the server shows that has the shard. */
    Instant time() {
        List<RedisReply> time =
                scripts.run(Script.TIME, List.of(keys.shard()), List.of(store)).list();
        return Instant.ofEpochSecond(
                time.get(0).number(), TimeUnit.MICROSECONDS.toNanos(time.get(1).number()));
    }

    /** How many of an owner's states are open, and the bytes of all. */
    List<RedisReply> held(String owner) {
        return scripts.run(Script.HELD, List.of(keys.shard(), keys.owners()), List.of(store, bytes(owner)))
                .list();
    }

    /** The newest place, the newest that was removed, and for each entry its place, state and revision. */
    List<RedisReply> places(long after, int most) {
        return scripts.run(Script.PLACES, List.of(keys.shard(), keys.feed()), List.of(store, bytes(after), bytes(most)))
                .list();
    }

    /** The newest place that was removed, and commits. */
    List<RedisReply> entries(List<StateId> states, List<Long> revisions, int mostBytes) {
        List<byte[]> touched = new ArrayList<>(List.of(keys.shard()));
        List<byte[]> arguments = new ArrayList<>(List.of(store, bytes(mostBytes)));
        for (int i = 0; i < states.size(); i++) {
            touched.add(keys.record(states.get(i)));
            touched.add(keys.commits(states.get(i)));
            arguments.add(bytes(revisions.get(i)));
        }
        return scripts.run(Script.ENTRIES, touched, arguments).list();
    }

    boolean truncate(StateId id, long upTo, Base base) {
        return scripts.run(
                        Script.TRUNCATE,
                        List.of(keys.shard(), keys.feed(), keys.record(id), keys.commits(id), keys.base(id)),
                        List.of(store, channel, number, bytes(upTo), base.hash().borrow(), CommitBytes.of(base)))
                .isDone();
    }

    boolean begin(StateId id, Base base, StateHeader header) {
        List<byte[]> arguments = new ArrayList<>(List.of(
                store,
                channel,
                number,
                bytes(id.value()),
                bytes(base.revision()),
                base.hash().borrow(),
                CommitBytes.of(base)));
        addHeader(arguments, id, header);
        return scripts.run(
                        Script.BEGIN,
                        List.of(keys.shard(), keys.feed(), keys.index(), keys.owners(), keys.record(id), keys.base(id)),
                        arguments)
                .isDone();
    }

    boolean erase(StateId id, long expected) {
        return scripts.run(
                        Script.ERASE,
                        List.of(
                                keys.shard(),
                                keys.feed(),
                                keys.index(),
                                keys.owners(),
                                keys.record(id),
                                keys.commits(id),
                                keys.base(id),
                                keys.snapshot(id)),
                        List.of(store, channel, number, bytes(id.value()), bytes(expected)))
                .isDone();
    }

    private static void addHeader(List<byte[]> arguments, StateId id, StateHeader header) {
        arguments.addAll(Arrays.asList(
                bytes(header.owner()),
                bytes(header.phase() == Phase.OPEN ? 1 : 0),
                bytes(header.bytes()),
                StateRecord.keys(id, header),
                HeaderBytes.of(header)));
    }

    private static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
