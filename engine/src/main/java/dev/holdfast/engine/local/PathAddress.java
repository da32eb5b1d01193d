package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Addresses of stores that consist of a scheme and a path, such as {@code file:DIR}.
 *
 * @param scheme the text before the colon
 * @param form how such an address is written, for error messages
 */
public record PathAddress(String scheme, String form) {
    /**
     * The path in an address of the scheme.
     *
     * @throws StoreUnavailableException if there is no path, or it is not valid on this machine
     */
    public Path path(String address) {
        String path = address.substring(scheme.length() + 1);
        if (path.isEmpty()) {
            throw StoreUnavailableException.unusable("write " + form + "; the path is missing");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw StoreUnavailableException.unusable(path + " is not a valid path here: " + e.getReason());
        }
    }
}
