package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.Snapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/**
 * How commits, bases and snapshots are stored. Of a commit: its place in the feed (8 bytes, put before by the script),
 * its hash, time and command, and the event. The revision follows from where it stands in the list.
 */
final class CommitBytes {
    private static final int TIME_BYTES = Long.BYTES + Integer.BYTES;

    private CommitBytes() {}

    /** A commit without its place. */
    static byte[] of(Commit commit) {
        byte[] principal = text(commit.command() == null ? "" : commit.command().principal());
        byte[] id = text(commit.command() == null ? "" : commit.command().id());
        byte[] hash = commit.hash().borrow();
        byte[] event = commit.event().borrow();
        int about = TIME_BYTES + (commit.command() == null ? 0 : Integer.BYTES + principal.length + id.length);
        ByteBuffer bytes = ByteBuffer.allocate(1 + hash.length + Integer.BYTES + about + event.length)
                .put((byte) hash.length)
                .put(hash)
                .putInt(about)
                .putLong(commit.at().getEpochSecond())
                .putInt(commit.at().get(ChronoField.MICRO_OF_SECOND));
        if (commit.command() != null) {
            bytes.putInt(principal.length).put(principal).put(id);
        }
        return bytes.put(event).array();
    }

    /** A commit as it is stored, place included. */
    static Commit read(byte[] stored, long revision) {
        ByteBuffer bytes = ByteBuffer.wrap(stored, Long.BYTES, stored.length - Long.BYTES);
        Bytes hash = take(bytes, bytes.get());
        int about = bytes.getInt();
        Instant at = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt() * 1_000L);
        CommandKey command = command(bytes, about - TIME_BYTES);
        return new Commit(revision, command, at, take(bytes, bytes.remaining()), hash);
    }

    private static @Nullable CommandKey command(ByteBuffer bytes, int length) {
        if (length == 0) {
            return null;
        }
        int principal = bytes.getInt();
        return new CommandKey(takeText(bytes, principal), takeText(bytes, length - Integer.BYTES - principal));
    }

    static byte[] of(Base base) {
        return folded(base.revision(), base.hash(), base.content());
    }

    static Base readBase(byte[] stored) {
        Snapshot folded = readSnapshot(stored);
        return new Base(folded.revision(), folded.content(), folded.hash());
    }

    static byte[] of(Snapshot snapshot) {
        return folded(snapshot.revision(), snapshot.hash(), snapshot.content());
    }

    static Snapshot readSnapshot(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        long revision = bytes.getLong();
        Bytes hash = take(bytes, bytes.get());
        return new Snapshot(revision, take(bytes, bytes.remaining()), hash);
    }

    private static byte[] folded(long revision, Bytes hash, Bytes content) {
        return ByteBuffer.allocate(Long.BYTES + 1 + hash.length() + content.length())
                .putLong(revision)
                .put((byte) hash.length())
                .put(hash.borrow())
                .put(content.borrow())
                .array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String takeText(ByteBuffer bytes, int length) {
        return new String(take(bytes, length).borrow(), StandardCharsets.UTF_8);
    }

    private static Bytes take(ByteBuffer bytes, int length) {
        byte[] taken = new byte[length];
        bytes.get(taken);
        return Bytes.wrap(taken);
    }
}
