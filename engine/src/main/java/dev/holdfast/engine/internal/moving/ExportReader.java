package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.internal.image.Digests;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Reads an export line by line. A last line that does not end with a line feed was cut short and is left out. */
final class ExportReader implements AutoCloseable {
    /** The longest line, in bytes: a base of the largest document there can be, sealed. */
    private static final int LONGEST = 512 << 20;

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final InputStream in;
    private final MessageDigest sha256 = Digests.sha256();
    private @Nullable Bytes digestBefore;
    private long line;
    private long offset;

    private ExportReader(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static ExportReader open(Path file) {
        try {
            return new ExportReader(file, new BufferedInputStream(Files.newInputStream(file), BUFFER));
        } catch (IOException e) {
            throw Failure.invalid("file", file + " cannot be read: " + e.getMessage())
                    .toException();
        }
    }

    /** The next line; null after the last whole one. */
    @Nullable ExportLine next() {
        byte[] text = text();
        if (text == null) {
            return null;
        }
        line++;
        ExportLine parsed;
        try {
            parsed = ExportLines.parse(text);
        } catch (ExportLines.NewerVersionException e) {
            throw wrong(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw wrong("it is no line of an export, or was altered"); // what is wrong with it would quote it
        }
        if (parsed instanceof ExportLine.End) {
            digestBefore = Bytes.wrap(sha256.digest());
        }
        sha256.update(text);
        sha256.update((byte) '\n');
        offset += text.length + 1L;
        return parsed;
    }

    /** How many bytes the lines so far took. */
    long offset() {
        return offset;
    }

    /** The digest of everything before the last line; null if that was no end. */
    @Nullable Bytes digest() {
        return digestBefore;
    }

    /** A failure that names the line that was read last. */
    HoldfastException wrong(String what) {
        JsonObject facts =
                JsonObject.of("argument", Json.of("file"), "file", Json.of(file.toString()), "line", Json.of(line));
        return new Failure(Failure.Code.INVALID, facts, "Line " + line + " of " + file + ": " + what + ".")
                .toException();
    }

    private byte @Nullable [] text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream(1_024);
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    return text.toByteArray();
                } else if (text.size() == LONGEST) {
                    throw wrong("the next line is longer than " + LONGEST + " bytes");
                }
                text.write(next);
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
