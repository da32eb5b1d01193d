package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a state. Its newest message, as its leader knows it, says what there is to be read: up to where, and whether a
 * base stands for its beginning. All that it names is immutable, so what is read is the state as of that message. Only
 * if some of it was removed meanwhile, because a newer base stands for it now, the reader begins again.
 */
final class StateReading {
    private static final CommitPage EMPTY = new CommitPage(null, List.of(), false);
    private static final int MOST_TRIES = 1_000;

    private final Shard shard;
    private final ServerLink link;

    StateReading(Shard shard, ServerLink link) {
        this.shard = shard;
        this.link = link;
    }

    Head head(StateId state) {
        return heads(List.of(state)).getFirst();
    }

    /** The heads of states of the shard. */
    List<Head> heads(List<StateId> states) {
        return shard.leader().last(states).stream().map(this::head).toList();
    }

    private Head head(NatsMessages.@Nullable Stored newest) {
        if (newest == null) {
            return Head.ABSENT;
        }
        shard.learn(newest);
        NatsRecord record = newest.record();
        return record.isErased()
                ? new Head.Deleted(record.revision(), record.hash())
                : new Head.Live(record.revision(), record.hash());
    }

    CommitPage read(StateId state, long from, int maxCommits, int maxBytes) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            NatsMessages.Stored newest = newest(state);
            if (newest == null || newest.record().isErased()) {
                return EMPTY;
            }
            CommitPage page = read(newest, from, maxCommits, maxBytes);
            if (page != null) {
                return page;
            }
            shard.marks().forget(state);
        }
        throw StoreUnavailableException.busy("state " + state);
    }

    /** The newest message of a state, which the fold then knows of, too. */
    private NatsMessages.@Nullable Stored newest(StateId state) {
        NatsMessages.Stored newest = shard.leader().last(state);
        if (newest != null) {
            shard.learn(newest);
        }
        return newest;
    }

    /** The page as of a message; null if some of it was removed meanwhile. */
    private @Nullable CommitPage read(NatsMessages.Stored newest, long from, int maxCommits, int maxBytes) {
        NatsRecord.BasePlace place = newest.record().baseSeenFrom(newest.sequence());
        long revision = newest.record().revision();
        if (place == null || from > place.revision()) {
            return commits(newest, null, from, maxCommits, maxBytes);
        }
        NatsMessages.Stored message =
                place.sequence() == newest.sequence() ? newest : shard.leader().at(place.sequence());
        Bytes content = message == null ? null : shard.leader().payload(message);
        if (message == null || content == null) {
            return null;
        }
        Base base = message.record().base(content);
        return place.revision() == revision
                ? new CommitPage(base, List.of(), false)
                : commits(newest, base, place.revision() + 1, maxCommits, maxBytes);
    }

    private @Nullable CommitPage commits(
            NatsMessages.Stored newest, @Nullable Base base, long from, int maxCommits, int maxBytes) {
        NatsRecord record = newest.record();
        if (from > record.revision()) {
            return new CommitPage(base, List.of(), false);
        }
        PageOfCommits page = new PageOfCommits(from, maxCommits, maxBytes);
        if (from == record.revision() && record.kind() == NatsRecord.Kind.COMMIT) {
            Bytes event = shard.leader().payload(newest);
            return event == null ? null : new CommitPage(base, List.of(record.commit(event)), false);
        }
        new StreamScan(link, shard.leader())
                .run(newest.state(), shard.marks().startOf(newest.state(), from), newest.sequence(), false, page::take);
        if (page.isBroken()) {
            return null;
        }
        shard.marks().put(newest.state(), page.last(), page.lastSequence());
        return new CommitPage(base, page.commits(), page.last() < record.revision());
    }

    /** The newest commit that was made for a command, among those that are kept. */
    OptionalLong find(StateId state, CommandKey command) {
        NatsMessages.Stored newest = newest(state);
        if (newest == null || newest.record().isErased()) {
            return OptionalLong.empty();
        }
        NatsRecord.BasePlace base = newest.record().baseSeenFrom(newest.sequence());
        long kept = base == null ? 1 : base.revision() + 1;
        List<Long> found = new ArrayList<>();
        new StreamScan(link, shard.leader()).run(state, 1, newest.sequence(), true, message -> {
            NatsRecord record = message.record();
            if (record.kind() == NatsRecord.Kind.COMMIT
                    && record.revision() >= kept
                    && command.equals(record.command())) {
                found.add(record.revision());
            }
            return true;
        });
        return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.getLast());
    }
}
