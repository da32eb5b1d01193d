package dev.holdfast.testkit.log;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk of a few MiB that can be filled: a file system in memory, mounted on a folder. It takes root on Linux;
 * elsewhere the test that asks for one is skipped and says why.
 */
public final class SmallDisk implements AutoCloseable {
    private static final int MEBIBYTES = 16;
    private static final int PAGE = 4 << 10;

    private final Path folder;
    private final Path ballast;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
    }

    /** Mounts an empty disk on a folder, which is made. */
    public static SmallDisk mountOn(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String size = "size=" + MEBIBYTES + "m";
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", size, "holdfast-test", folder.toString()),
                "no small disk can be mounted here: it takes root on Linux");
        return new SmallDisk(folder);
    }

    /** The folder that the disk is mounted on. */
    public Path folder() {
        return folder;
    }

    /** Fills the disk but for some pages of 4 KiB. */
    public void fillBut(int pages) {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] page = new byte[PAGE];
            long free = folder.toFile().getUsableSpace() / PAGE - pages;
            for (long i = 0; i < free; i++) {
                out.write(page);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes room again. */
    public void empty() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        run("umount", "--lazy", folder.toString());
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
