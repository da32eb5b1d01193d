package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Addresses of stores that are a path behind a scheme, like {@code file:DIR}.
 *
 * @param scheme what stands before the colon
 * @param form how such an address is written, for people who got it wrong
 */
public record PathAddress(String scheme, String form) {
    /**
     * The path in an address of the scheme.
     *
     * @throws StoreUnavailableException if there is none, or none that this machine can have
     */
    public Path path(String address) {
        String path = address.substring(scheme.length() + 1);
        if (path.isEmpty()) {
            throw StoreUnavailableException.unusable("write " + form + "; the path is missing");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw StoreUnavailableException.unusable(path + " cannot be a path here: " + e.getReason());
        }
    }
}
