package dev.holdfast.bench;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.spi.StoreProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A store that is measured against the simplest way to make the same bytes durable on the same medium.
 *
 * @param name what the tables call it
 * @param scheme the beginning of its addresses
 * @param file what follows the folder in an address
 * @param raw opens what it is compared with, in a folder of its own
 * @param bar the share of what that does which the store should reach
 */
record DurableStore(String name, String scheme, String file, RawOpening raw, double bar) {
    /** The one that a server uses unless it is told otherwise. */
    static final DurableStore DEFAULT = new DurableStore("SQLite", "sqlite", "/state.db", RawInserts::new, 0.8);

    /** Every durable store there is; one line each. */
    static final List<DurableStore> ALL = List.of(DEFAULT, new DurableStore("file", "file", "", RawFile::new, 0.5));

    /** Opens the raw counterpart. */
    interface RawOpening {
        Raw open(Path folder) throws IOException;
    }

    /** Whether this build has the store. */
    boolean isThere() {
        return ServiceLoader.load(StoreProvider.class).stream()
                .anyMatch(provider -> provider.get().supports(scheme));
    }

    String address(Path folder) {
        return scheme + ":" + folder + file;
    }

    Holdfast open(Path folder) {
        return Holdfast.open(address(folder));
    }

    static Path folder(Setting setting) throws IOException {
        return Files.createTempDirectory(setting.scratch(), "store");
    }
}
