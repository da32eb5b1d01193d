package dev.holdfast.cli.keys;

import dev.holdfast.engine.local.FileOwner;
import dev.holdfast.mcp.ApiKeys;
import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.server.StateScopes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of a file, which is read again when it has changed, so that a key that was removed admits no caller
 * within a second. While it cannot be read, the keys read last hold. Thread-safe.
 */
public final class KeyFile implements Authenticator {
    private static final System.Logger LOGGER = System.getLogger(KeyFile.class.getName());
    private static final long LOOK = Duration.ofSeconds(1).toNanos();

    /** What tells one content of a file from another. */
    private record Version(
            FileTime modified, long size, @Nullable Object file) {
        static Version of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }

    private record Content(Version version, ApiKeys keys) {}

    private final Path path;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime() + LOOK);
    private volatile Content content;

    /**
     * The keys of that file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if a line is malformed, see {@link ApiKeys#parse(String, java.util.Set)}
     */
    public KeyFile(Path path) throws IOException {
        this.path = path;
        this.content = read(path);
    }

    /**
     * Why keys of that file must not count, such as that others can change it and so admit a caller; null if they may.
     */
    public static @Nullable String objection(Path path) throws IOException {
        String objection = FileOwner.objectionToChosen(path);
        return objection == null && FileOwner.isWritableByOthers(path)
                ? "can be changed by others; chmod go-w it"
                : objection;
    }

    private static Content read(Path path) throws IOException {
        String objection = objection(path);
        if (objection != null) {
            throw new IOException(path + " " + objection);
        }
        Version version = Version.of(path); // before the text: a change in between is noticed at the next look
        return new Content(version, ApiKeys.parse(Files.readString(path), StateScopes.ALL));
    }

    @Override
    public Optional<Caller> authenticate(String token) {
        long due = nextLook.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextLook.compareAndSet(due, now + LOOK)) {
            look();
        }
        return content.keys().authenticate(token);
    }

    /** Reads the file again if it has changed. */
    public void look() {
        try {
            if (!Version.of(path).equals(content.version())) {
                content = read(path);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "--api-keys " + path + " cannot be read again, so the keys read last hold: " + e.getMessage());
        }
    }
}
