package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.checks.SmallDisk;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without room at opening, from none at all to almost enough. */
final class FileFullDiskTest {
    private static final FileOptions OPTIONS = new FileOptions(Duration.ofSeconds(30), 1 << 16, 1 << 14, 1);
    private static final int PAGES = 24;

    @TempDir
    private Path folder;

    @Test
    void newStore_isRefusedInWordsAndOpensWhenThereIsRoom() {
        int refused = 0;
        for (int pages = 0; pages < PAGES; pages++) {
            try (SmallDisk disk = SmallDisk.mountOn(folder.resolve("new-" + pages))) {
                Path store = disk.folder().resolve("store");
                disk.fillBut(pages);
                refused += isRefused(store) ? 1 : 0;
                disk.empty();
                assertThat(appended(store, Samples.freshId(), 0)).isEqualTo(1);
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void storeWithStates_losesNothing() {
        for (int pages = 0; pages < PAGES; pages++) {
            try (SmallDisk disk = SmallDisk.mountOn(folder.resolve("old-" + pages))) {
                Path store = disk.folder().resolve("store");
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
    private static boolean isRefused(Path store) {
        try (CommitLog log = FileStore.open(store, OPTIONS)) {
            assertThat(log.info().durability()).isNotNull();
            return false;
        } catch (StoreUnavailableException e) {
            assertThat(e.getMessage())
                    .containsIgnoringCase("no space left")
                    .doesNotContain("Exception", "java.", "Error");
            return true;
        }
    }

    /** Appends a commit at a revision and returns how many are there then. */
    private static int appended(Path store, StateId id, long expected) {
        try (CommitLog log = FileStore.open(store, OPTIONS)) {
            assertThat(Samples.appendTo(log, Samples.append(id, expected))).isInstanceOf(Appended.class);
            List<Commit> commits = log.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                    .commits();
            return commits.size();
        }
    }
}
