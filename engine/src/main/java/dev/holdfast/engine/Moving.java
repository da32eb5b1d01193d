package dev.holdfast.engine;

import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.moving.BackingUp;
import dev.holdfast.engine.internal.moving.Exporting;
import dev.holdfast.engine.internal.moving.Importing;
import dev.holdfast.engine.internal.moving.KeyCopy;
import dev.holdfast.engine.internal.moving.Migrating;
import dev.holdfast.engine.moving.BackedUp;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.ExportSelection;
import dev.holdfast.engine.moving.Exported;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.engine.spi.MasterKey;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Moves states between stores. The store may be used meanwhile. Reads and writes the states of all owners, for the
 * program and not for a principal. Safe for use by many threads.
 */
public final class Moving {
    private final Engine engine;

    Moving(Engine engine) {
        this.engine = engine;
    }

    /**
     * Writes states to a stream, in JSON Lines: each as it is when its turn comes. A damaged state is named there and
     * in the answer, and ends it for no other one.
     *
     * @param content what is written of each; in clear unless it is the history of a store that is encrypted
     * @param out is flushed, not closed
     * @throws HoldfastException {@code not_found} if a state that was asked for is not there
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the store cannot be read
     * @throws java.io.UncheckedIOException if the stream fails
     */
    public Exported export(ExportSelection selection, ExportContent content, OutputStream out, Progress progress) {
        String id = UUID.randomUUID().toString();
        return new Exporting(engine.log(), engine.history(), content, id, engine.now(), out).write(selection, progress);
    }

    /**
     * Adds to the backup in a folder what is new since the last time, or begins one. The store may be used meanwhile:
     * each state is backed up with every event that was acknowledged before this began, and perhaps later ones. If this
     * fails or is killed, the backup is as it was. Of a damaged state the backup keeps what it had, and the answer
     * names it. The keys of an encrypted store are no part of it.
     *
     * @throws HoldfastException {@code invalid} if the folder has the backup of another store, or a damaged one
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the store cannot be read, or another process
     *     writes to the folder
     * @throws java.io.UncheckedIOException if the folder cannot be written to
     */
    public BackedUp backUp(Path folder, Progress progress) {
        String id = UUID.randomUUID().toString();
        return new BackingUp(engine.log(), engine.history(), id, engine.now()).run(folder, progress);
    }

    /**
     * Writes a copy of the keys of an encrypted store, wrapped as they are in its vault: with it and the
     * master key that the vault has now one can read every backup of these states.
     *
     * @param out is flushed, not closed
     * @return how many keys there are
     * @throws HoldfastException {@code invalid} if the store is not encrypted
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the store or the vault cannot be read
     * @throws java.io.UncheckedIOException if the stream fails
     */
    public long copyKeys(OutputStream out, Progress progress) {
        return KeyCopy.write(engine.log(), engine.history().stored().sealing(), out, progress);
    }

    /**
     * Brings the states of an exported file into this store. Of a history, every event becomes what it was: the same
     * revisions, times and hashes. What is there already stays, and is continued if it has the same history, so an
     * import may be carried out again. Of values, new states are made.
     *
     * @param partial whether a file that was cut short is taken up to its last whole state
     * @param plain whether history in clear may be stored in a store that is encrypted
     * @throws HoldfastException {@code invalid}, with nothing changed, if the file is damaged or cut short, is not to
     *     be imported, or needs keys that this store does not have
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the store fails; what is imported by then stays
     */
    public Imported importFrom(Path file, boolean partial, boolean plain, Progress progress) {
        return new Importing(engine, file, new Importing.Terms(partial, plain, null)).run(progress);
    }

    /**
     * Brings the states of a file that another encrypted store has exported into this one, which is encrypted too: with
     * a copy of the keys that sealed them. They are taken into the vault of this store, to read what they sealed, and
     * seal nothing more.
     *
     * @param partial whether a file that was cut short is taken up to its last whole state
     * @param keys a copy that {@link #copyKeys} of that store has made
     * @param master the master key that the copy opens with
     * @throws HoldfastException as {@link #importFrom}, and {@code invalid}, with nothing changed, if the copy is
     *     damaged or of another store than the file, or keys are not needed or not to be taken
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the store fails, or the master key does not open the
     *     copy
     */
    public Imported importSealed(Path file, boolean partial, Path keys, MasterKey master, Progress progress) {
        Importing.Keys given = new Importing.Keys(keys, master);
        return new Importing(engine, file, new Importing.Terms(partial, false, given)).run(progress);
    }

    /**
     * Ends a migration of this store that is not done, so that it is used on as before. What was copied stays in the
     * other store, which cannot be opened.
     *
     * @return false if it is not being moved
     * @throws HoldfastException {@code conflict} if it was moved already
     */
    public boolean cancelMigration() {
        return Migrating.cancel(engine);
    }

    @Override
    public String toString() {
        return "Moving[of " + engine.log().info().id() + "]";
    }
}
