package dev.holdfast.testkit;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sample states and commits, new ones at every call, so that tests can share a store. */
public final class Samples {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HASH_BYTES = 32;
    private static final int EVENT_BYTES = 40;

    private Samples() {}

    /** An id that no other test uses. */
    public static StateId freshId() {
        return StateId.mint(RANDOM);
    }

    /** A name that no other test uses, for principals and the like. */
    public static String freshName(String prefix) {
        return prefix + "-" + freshId().value();
    }

    /** Random bytes. */
    public static Bytes bytes(int length) {
        byte[] content = new byte[length];
        RANDOM.nextBytes(content);
        return Bytes.wrap(content);
    }

    /** A commit of a random event, without a command id. */
    public static Commit commit(long revision) {
        return commit(revision, null, bytes(EVENT_BYTES));
    }

    /** A commit with a random hash. */
    public static Commit commit(long revision, @Nullable CommandKey command, Bytes event) {
        return new Commit(revision, command, at(revision), event, bytes(HASH_BYTES));
    }

    /** The time of a sample commit with a given revision. */
    public static Instant at(long revision) {
        return Instant.parse("2026-07-28T09:00:00.000001Z").plusMillis(revision);
    }

    /** A header of an open, unnamed, persistent state. */
    public static StateHeader header(String owner) {
        return new StateHeader(
                owner, null, Map.of(), Set.of(), Lifetime.PERSISTENT, null, null, Phase.OPEN, EVENT_BYTES, at(1));
    }

    /** An append of a random commit. */
    public static Append append(StateId state, long expected) {
        return append(state, commit(expected + 1));
    }

    /** An append of a commit after its predecessor. */
    public static Append append(StateId state, Commit commit) {
        return append(state, commit, header("owner"));
    }

    /** An append of a commit after its predecessor, with a header. */
    public static Append append(StateId state, Commit commit, StateHeader header) {
        return new Append(state, commit.revision() - 1, commit, header);
    }

    /** A batch of random commits of one state, of the revisions after {@code expected}. */
    public static List<Append> run(StateId state, long expected, int commits) {
        List<Append> batch = new ArrayList<>();
        for (int i = 0; i < commits; i++) {
            batch.add(append(state, expected + i));
        }
        return batch;
    }

    /** Appends one commit and returns the result. */
    public static AppendResult appendTo(CommitLog log, Append append) {
        return log.append(List.of(append)).getFirst();
    }

    /** Creates a state with random commits and returns them. */
    public static List<Commit> fill(CommitLog log, StateId state, int commits) {
        List<Append> batch = run(state, 0, commits);
        for (AppendResult result : log.append(batch)) {
            if (!(result instanceof AppendResult.Appended)) {
                throw new AssertionError("a plain append failed: " + result);
            }
        }
        return batch.stream().map(Append::commit).toList();
    }

    /** A base with random content that replaces a commit and all before it. */
    public static Base base(Commit commit) {
        return new Base(commit.revision(), bytes(EVENT_BYTES), commit.hash());
    }

    /** A document with two keys. */
    public static JsonObject document(int a, int b) {
        return JsonObject.of("a", Json.of(a), "b", Json.of(b));
    }
}
