package dev.holdfast.engine.internal.seal;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.Discrepancy;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A log whose store keeps names and labels sealed. Those who use it see them as they are. */
public final class SealedHeadersLog implements CommitLog {
    private final CommitLog log;
    private final SealedNames names;

    /** Puts itself before a log, which it closes. */
    public SealedHeadersLog(CommitLog log, SealedNames names) {
        this.log = log;
        this.names = names;
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        return log.append(batch.stream()
                .map(append ->
                        new Append(append.state(), append.expected(), append.commit(), names.seal(append.header())))
                .toList());
    }

    /** A prefix within a part of a name is found by looking at all names with the parts before it. */
    @Override
    public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
        HeaderFilter stored = filter.withNames(names.sealedPrefix(filter.namePrefix()), names.seal(filter.labels()));
        StatePage page = log.list(shard, stored, after, max);
        return new StatePage(
                page.states().stream()
                        .map(listed ->
                                new StatePage.Listed(listed.id(), listed.revision(), names.open(listed.header())))
                        .filter(listed -> filter.namePrefix() == null || filter.matches(listed.header()))
                        .toList(),
                page.next(),
                page.unreadable());
    }

    @Override
    public Holding held(int shard, String owner) {
        return log.held(shard, owner);
    }

    @Override
    public StoreInfo info() {
        return log.info();
    }

    @Override
    public Turn turn() {
        return log.turn();
    }

    @Override
    public Optional<Instant> time() {
        return log.time();
    }

    @Override
    public long epoch() {
        return log.epoch();
    }

    @Override
    public CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency) {
        return log.read(id, fromRevision, maxCommits, maxBytes, consistency);
    }

    @Override
    public Head head(StateId id, Consistency consistency) {
        return log.head(id, consistency);
    }

    @Override
    public List<Head> heads(List<StateId> ids, Consistency consistency) {
        return log.heads(ids, consistency);
    }

    @Override
    public OptionalLong find(StateId id, CommandKey command) {
        return log.find(id, command);
    }

    @Override
    public FeedPage feed(int shard, Cursor after, int maxCommits, Duration wait) {
        return log.feed(shard, after, maxCommits, wait);
    }

    @Override
    public void inspect(Consumer<Discrepancy> found) {
        log.inspect(found);
    }

    @Override
    public SnapshotStore snapshots() {
        return log.snapshots();
    }

    @Override
    public void truncate(StateId id, long upTo, Base base) {
        log.truncate(id, upTo, base);
    }

    @Override
    public boolean begin(StateId id, Base base, StateHeader header) {
        return log.begin(id, base, names.seal(header));
    }

    @Override
    public void purge() {
        log.purge();
    }

    @Override
    public boolean tombstone(StateId id, long expected) {
        return log.tombstone(id, expected);
    }

    @Override
    public void close() {
        log.close();
    }
}
