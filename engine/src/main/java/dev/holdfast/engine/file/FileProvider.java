package dev.holdfast.engine.file;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StoreProvider;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens {@code file:DIR}. */
public final class FileProvider implements StoreProvider {
    private static final String PREFIX = "file:";

    /** Called by {@link java.util.ServiceLoader}. */
    public FileProvider() {}

    @Override
    public boolean supports(String scheme) {
        return PREFIX.equals(scheme + ":");
    }

    @Override
    public CommitLog open(String address) {
        String path = address.substring(PREFIX.length());
        if (path.isEmpty()) {
            throw StoreUnavailableException.unusable("write file:DIR; the path of the folder is missing");
        }
        try {
            return FileStore.open(Path.of(path));
        } catch (InvalidPathException e) {
            throw StoreUnavailableException.unusable("there can be no folder " + path + ": " + e.getReason());
        }
    }
}
