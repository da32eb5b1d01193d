package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * What a version did, one short digest a line, against which later versions are held. The first line that differs tells
 * where they part. {@code -Dholdfast.record=FOLDER} writes a new recording instead of checking.
 */
public final class Recording {
    private static final int SHOWN = 12;

    private final List<String> digests = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Adds what was done: its bytes, and how to show it when it is not as recorded. */
    public void add(String shown, byte[]... parts) {
        MessageDigest sha256 = sha256();
        for (byte[] part : parts) {
            sha256.update(part);
            sha256.update((byte) 0);
        }
        digests.add(Base64.getUrlEncoder().encodeToString(sha256.digest()).substring(0, SHOWN));
        notes.add(shown);
    }

    /** Adds a text. */
    public void add(String text) {
        add(text, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Checks that all is as was recorded in a resource beside a class. */
    public void check(Class<?> beside, String resource) {
        String folder = System.getProperty("holdfast.record");
        try {
            if (folder != null) {
                Files.write(Files.createDirectories(Path.of(folder)).resolve(resource), digests);
                return;
            }
            List<String> recorded = recorded(beside, resource);
            for (int i = 0; i < Math.min(recorded.size(), digests.size()); i++) {
                assertThat(digests.get(i))
                        .as("line %d: %s", i + 1, notes.get(i))
                        .isEqualTo(recorded.get(i));
            }
            assertThat(digests).hasSameSizeAs(recorded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> recorded(Class<?> beside, String resource) throws IOException {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            byte[] content = Objects.requireNonNull(in, resource).readAllBytes();
            return new String(content, StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
