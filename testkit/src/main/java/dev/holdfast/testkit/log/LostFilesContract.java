package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A store whose files are deleted, replaced or cut under an open client. From then on the client acknowledges nothing,
 * and shows no state as it was before another client changed it; and what any client acknowledges is there at the end.
 */
public interface LostFilesContract extends ClientFixture {
    /** How long clients wait for the turn to write. */
    Duration PATIENCE = Duration.ofSeconds(60);

    /** An empty folder; the same for all calls of one test. */
    Path folder();

    /** The path of a store in a folder of its own. */
    Path place(Path folder);

    /** The names of what an open store stands on, within that folder; an empty name is the folder itself. */
    List<String> standsOn();

    /** The client that is open notices by itself. */
    @Test
    default void lostFile_isNoticedAtTheNextWrite() throws IOException {
        try (ChildProcess other = other()) {
            for (String name : standsOn()) {
                for (FileFault fault : FileFault.values()) {
                    check(new Case(name, fault, false), other);
                }
            }
        }
    }

    /** Another client opens the store first, and writes if it can. */
    @Test
    default void lostFile_isNoticedBeforeAnotherClientIsAcknowledged() throws IOException {
        try (ChildProcess other = other()) {
            for (String name : standsOn()) {
                for (FileFault fault : FileFault.values()) {
                    check(new Case(name, fault, true), other);
                }
            }
        }
    }

    /**
     * What happens.
     *
     * @param name the file
     * @param otherFirst whether another process writes before the client that is open looks
     */
    record Case(String name, FileFault fault, boolean otherFirst) {}

    private ChildProcess other() {
        ChildProcess other = ChildProcess.start(getClass(), "visit", folder());
        assertThat(other.line()).isEqualTo("ready");
        return other;
    }

    private void check(Case lost, ChildProcess other) throws IOException {
        Path home = Files.createDirectories(folder().resolve(lost.name() + "-" + lost.fault() + lost.otherFirst()));
        Path file = lost.name().isEmpty() ? home : home.resolve(lost.name());
        Path place = place(home);
        StateId mine = Samples.freshId();
        StateId theirs = Samples.freshId();
        boolean acknowledged;
        boolean theirsAcknowledged = false;
        try (CommitLog log = open(place, PATIENCE)) {
            Samples.fill(log, mine, 3);
            assertThat(ask(other, place, "append", theirs)).as("%s", lost).isEqualTo("1");
            assertThat(revision(log, theirs)).isEqualTo(1);
            Samples.appendTo(log, Samples.append(mine, 3));
            if (ask(other, file, lost.fault().name(), mine).equals("impossible")) {
                return;
            }
            if (lost.otherFirst()) {
                theirsAcknowledged = ask(other, place, "append", theirs).equals("2");
                requireFresh(log, theirs, theirsAcknowledged ? 2 : 1, lost);
            }
            acknowledged = append(log, mine, 4) instanceof Appended;
            if (!acknowledged) {
                requireStopped(log, lost);
            }
        }
        if (acknowledged) {
            assertThat(ask(other, place, "read", mine)).as("%s", lost).isEqualTo("5");
        }
        if (theirsAcknowledged) {
            assertThat(ask(other, place, "read", theirs)).as("%s", lost).isEqualTo("2");
        }
    }

    private static void requireFresh(CommitLog log, StateId id, long acknowledged, Case lost) {
        try {
            assertThat(revision(log, id)).as("%s", lost).isGreaterThanOrEqualTo(acknowledged);
        } catch (StoreUnavailableException e) {
            assertThat(e.isLost()).as("%s: %s", lost, e).isTrue();
        }
    }

    private static void requireStopped(CommitLog log, Case lost) {
        assertThatThrownBy(log::turn, "%s", lost).isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
            assertThat(e.isLost()).as("%s: %s", lost, e).isTrue();
            assertThat(e).hasMessageContaining("start again");
        });
        assertThat(log.epoch()).as("%s", lost).isEqualTo(CommitLog.UNKNOWN_EPOCH);
        assertThatThrownBy(() -> log.head(Samples.freshId(), Consistency.CACHED), "%s", lost)
                .isInstanceOf(StoreUnavailableException.class);
    }

    private static AppendResult append(CommitLog log, StateId id, long expected) {
        try {
            return Samples.appendTo(log, Samples.append(id, expected));
        } catch (StoreUnavailableException e) {
            return new AppendResult.NotAttempted(e);
        }
    }

    private static long revision(CommitLog log, StateId id) {
        return log.head(id, Consistency.LINEARIZABLE) instanceof Head.Live live ? live.revision() : 0;
    }

    private static String ask(ChildProcess other, Path place, String task, StateId id) {
        other.say(place + " " + task + " " + id);
        return other.line();
    }
}
