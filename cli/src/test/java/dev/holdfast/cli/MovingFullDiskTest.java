package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.log.SmallDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup and an export for which the disk has no room: nothing that is half there, and nothing lost. */
final class MovingFullDiskTest {
    private static final int[] PAGES_LEFT = {0, 1, 20};

    private final Path home;
    private final Shell shell;
    private final SmallDisk disk;

    MovingFullDiskTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home).with("HOLDFAST_STORE", "sqlite:" + home.resolve("state.db"));
        this.disk = SmallDisk.mountOn(home.resolve("disk"));
    }

    @AfterEach
    void unmount() {
        disk.close();
    }

    @Test
    void backup_isAsItWas_andGoesOnWhenThereIsRoom() {
        String kept = disk.folder().resolve("kept").toString();
        done("set", "text", "\"first\"");
        done("backup", kept);
        done("set", "text", "\"second\"");
        done("set", "large", "\"" + "x".repeat(200_000) + "\"");

        for (int pages : PAGES_LEFT) {
            disk.fillBut(pages);
            refused("backup", kept);
            disk.empty();
            assertThat(restored(kept, "before-" + pages)).contains("first");
        }

        done("backup", kept);
        assertThat(restored(kept, "after")).contains("second");
    }

    @Test
    void fileOfABackup_orAnExport_isNotThere_untilItIsWhole() {
        done("set", "text", "\"moved\"");
        done("set", "large", "\"" + "x".repeat(200_000) + "\"");
        Path exported = disk.folder().resolve("exported");
        Path single = disk.folder().resolve("single");

        for (int pages : PAGES_LEFT) {
            disk.fillBut(pages);
            refused("export", exported.toString());
            refused("export", exported.toString(), "--values");
            refused("backup", "--file", single.toString());
            disk.empty();
            assertThat(disk.folder()).isEmptyDirectory();
        }

        done("export", exported.toString());
        done("backup", "--file", single.toString());
        done("import", exported.toString(), "--store", "sqlite:" + home.resolve("imported.db"));
        assertThat(restored(single.toString(), "single")).contains("moved");
    }

    private String restored(String backup, String name) {
        String store = "sqlite:" + home.resolve(name + ".db");
        done("restore", backup, "--to", store);
        done("verify", "--store", store);
        return done("get", "text", "--store", store).out();
    }

    private void refused(String... arguments) {
        Shell.Result result = shell.run(arguments);
        assertThat(result.code()).as(result.err() + result.out()).isEqualTo(7);
        assertThat(result.err()).contains("No space left");
    }

    private Shell.Result done(String... arguments) {
        Shell.Result result = shell.run(arguments);
        assertThat(result.code()).as(result.err() + result.out()).isZero();
        return result;
    }
}
