package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A vault in a file of its own, for stores on one machine. Any number of clients, in one process or several, share it.
 * Beside it is {@code -turn}, the lock that they queue for. Safe for use by many threads.
 */
public final class VaultFile implements KeyVault {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String SUFFIX = "-vault";

    private final Path path;
    private final TurnFile turn;
    private final FileChannel channel;
    private final VaultHeadCopies heads;
    private final VaultTables tables;
    private final WatchedFile watched;

    /** All work is done here: an interrupt of a thread that is reading would close the file. */
    private final PlatformThreads threads = new PlatformThreads("holdfast-vault-", 2);

    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile @Nullable Known known;

    /** The head as it was when so many changes had been made. */
    private record Known(long changes, Optional<VaultHead> head) {}

    /** Work on the file. */
    private interface Work<T extends @Nullable Object> {
        T run() throws IOException;
    }

    private VaultFile(Path path, TurnFile turn, FileChannel channel, WatchedFile watched) {
        this.path = path;
        this.turn = turn;
        this.channel = channel;
        this.watched = watched;
        this.heads = new VaultHeadCopies(channel);
        this.tables = new VaultTables(channel);
    }

    /**
     * Opens the vault of a store that is a file or a folder: the file beside it with its name and {@code -vault}.
     *
     * @throws StoreUnavailableException as {@link #open}
     */
    public static VaultFile beside(Path store) {
        return open(beside(store, SUFFIX));
    }

    private static Path beside(Path file, String suffix) {
        Path path = file.toAbsolutePath().normalize();
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /**
     * Opens a vault, creating file and folders, for the user alone, if they are missing.
     *
     * @throws StoreUnavailableException if the file cannot be used, saying why
     */
    public static VaultFile open(Path file) {
        Path path = file.toAbsolutePath();
        try {
            Path folder = PrivateFiles.parent(path);
            PrivateFiles.createFolders(folder);
            FileSystemKind.of(folder.toRealPath()).requireLocal(folder, "a vault");
            PrivateFiles.create(path);
        } catch (IOException e) {
            throw StoreUnavailableException.unusable("there can be no vault at " + file, e);
        }
        TurnFile turn = TurnFile.join(beside(path, "-turn"));
        boolean done = false;
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            VaultFile vault = new VaultFile(path, turn, channel, WatchedFile.of(path));
            done = true;
            return vault;
        } catch (IOException e) {
            throw StoreUnavailableException.unusable("the vault " + file + " cannot be opened", e);
        } finally {
            if (!done) {
                turn.leave();
            }
        }
    }

    @Override
    public Optional<VaultHead> head() {
        Known now = known;
        return now != null && open.get() && now.changes == turn.changes().get()
                ? now.head
                : call("reading", () -> withTurn(this::readHead));
    }

    private Optional<VaultHead> readHead() throws IOException {
        Optional<VaultHead> head = heads.read();
        known = new Known(turn.changes().get(), head);
        return head;
    }

    @Override
    public boolean replaceHead(@Nullable VaultHead expected, VaultHead next) {
        return call(
                "writing to",
                () -> withTurn(() -> {
                    if (!Objects.equals(heads.read().orElse(null), expected)) {
                        return false;
                    }
                    turn.changes().step();
                    try {
                        heads.write(next);
                    } finally {
                        turn.changes().step();
                    }
                    return true;
                }));
    }

    /** Reads without the turn: keys that are being put or destroyed at this moment may be found or not. */
    @Override
    public List<WrappedKey> find(StateId state) {
        return call("reading", () -> {
            requireFile();
            return tables.find(state);
        });
    }

    @Override
    public void put(List<WrappedKey> keys) {
        change(() -> tables.put(keys));
    }

    @Override
    public void destroy(StateId state) {
        change(() -> tables.destroy(state));
    }

    /** What a change does to the tables. */
    private interface Change {
        void make() throws IOException;
    }

    private void change(Change change) {
        call(
                "writing to",
                () -> withTurn(() -> {
                    change.make();
                    tables.force();
                    requireFile();
                    return true;
                }));
    }

    private <T extends @Nullable Object> T withTurn(Work<T> work) throws IOException {
        TurnFile.Hold hold = turn.acquire(PATIENCE);
        try {
            turn.changes().repair();
            requireFile();
            return work.run();
        } finally {
            hold.release();
        }
    }

    private <T extends @Nullable Object> T call(String doing, Work<T> work) {
        if (!open.get()) {
            throw StoreUnavailableException.closed();
        }
        try {
            return threads.<T, IOException>callOnOwn(work::run);
        } catch (IOException e) {
            throw StoreUnavailableException.failed(doing + " the vault " + path, e);
        }
    }

    /** A file whose name is gone is not the vault any more, though it can still be read and written. */
    private void requireFile() {
        String loss = watched.loss();
        if (loss != null) {
            throw StoreUnavailableException.lost(loss);
        }
    }

    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        threads.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw StoreUnavailableException.failed("closing the vault " + path, e);
        } finally {
            turn.leave();
        }
    }
}
