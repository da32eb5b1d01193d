package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A disk without room at opening, from none at all to almost enough. */
public interface FullDiskContract {
    /** How many free pages are tried. */
    int PAGES = 24;

    /** An empty folder; the same for all calls of one test. */
    Path folder();

    /** The path of a store on a disk. */
    Path place(Path disk);

    /** Opens the store there, creating it if it is missing. */
    CommitLog openOn(Path store);

    /** What a refusal says of the room that is missing. */
    Pattern noRoom();

    @Test
    default void newStore_isRefusedInWordsAndOpensWhenThereIsRoom() {
        int refused = 0;
        for (int pages = 0; pages < PAGES; pages++) {
            try (SmallDisk disk = SmallDisk.mountOn(folder().resolve("new-" + pages))) {
                Path store = place(disk.folder());
                disk.fillBut(pages);
                refused += isRefused(store) ? 1 : 0;
                disk.empty();
                assertThat(appended(store, Samples.freshId(), 0)).isEqualTo(1);
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    default void storeWithStates_losesNothing() {
        for (int pages = 0; pages < PAGES; pages++) {
            try (SmallDisk disk = SmallDisk.mountOn(folder().resolve("old-" + pages))) {
                Path store = place(disk.folder());
                StateId id = Samples.freshId();
                assertThat(appended(store, id, 0)).isEqualTo(1);
                disk.fillBut(pages);
                isRefused(store);
                disk.empty();
                assertThat(appended(store, id, 1)).as("%d pages", pages).isEqualTo(2);
            }
        }
    }

    /** Whether the store cannot be opened; if it opens, it can be closed. */
    private boolean isRefused(Path store) {
        try (CommitLog log = openOn(store)) {
            assertThat(log.info().durability()).isNotNull();
            return false;
        } catch (StoreUnavailableException e) {
            assertThat(e.getMessage()).containsPattern(noRoom()).doesNotContain("Exception", "java.", "Error");
            return true;
        }
    }

    /** Appends a commit at a revision and returns how many are there then. */
    private int appended(Path store, StateId id, long expected) {
        try (CommitLog log = openOn(store)) {
            assertThat(Samples.appendTo(log, Samples.append(id, expected))).isInstanceOf(Appended.class);
            List<Commit> commits = log.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                    .commits();
            return commits.size();
        }
    }
}
