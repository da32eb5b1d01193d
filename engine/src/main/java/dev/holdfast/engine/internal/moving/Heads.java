package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.internal.image.Digests;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where the states of a backup stand, one a line, in the order in which the store lists them, so that two such files
 * and a walk over the store are compared without keeping any of them in memory.
 */
final class Heads implements AutoCloseable {
    private static final String LAST = "end ";

    private final Path file;
    private final BufferedReader reader;
    private final CRC32C checksum = new CRC32C();
    private @Nullable Entry next;

    /** A state and where it stands. */
    record Entry(StateId state, long revision, Bytes hash) {
        String line() {
            return state.value() + " " + revision + " " + hash + "\n";
        }
    }

    private Heads(Path file, BufferedReader reader) {
        this.file = file;
        this.reader = reader;
        this.next = read();
    }

    /** Those of a file. */
    static Heads open(Path file) {
        try {
            return new Heads(file, Files.newBufferedReader(file, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last line of a file whose other lines have this checksum. */
    static String lastLine(CRC32C checksum) {
        return LAST + Long.toHexString(checksum.getValue()) + "\n";
    }

    /** The next entry, which stays the next one; null after the last. */
    @Nullable Entry peek() {
        return next;
    }

    Entry take() {
        Entry taken = next;
        if (taken == null) {
            throw new NoSuchElementException();
        }
        next = read();
        return taken;
    }

    private @Nullable Entry read() {
        try {
            String line = reader.readLine();
            if (line == null) {
                throw damaged();
            } else if (line.startsWith(LAST)) {
                if (!(line + "\n").equals(lastLine(checksum))) {
                    throw damaged();
                }
                return null;
            }
            checksum.update((line + "\n").getBytes(StandardCharsets.US_ASCII));
            String[] parts = line.split(" ", 3);
            return new Entry(new StateId(parts[0]), Long.parseLong(parts[1]), Digests.fromHex(parts[2]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw damaged();
        }
    }

    private RuntimeException damaged() {
        return Failure.invalid(
                        "backup",
                        file + " is damaged. Begin a new backup in another folder; what this one has"
                                + " can still be restored.")
                .toException();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
