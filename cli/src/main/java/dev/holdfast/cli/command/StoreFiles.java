package dev.holdfast.cli.command;

import dev.holdfast.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a store is on this machine's disks.
 *
 * @param path its file or folder; null if it is not on a disk of this machine
 */
public record StoreFiles(@Nullable Path path) {
    private static final Set<PosixFilePermission> USER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** The files of a store by its address. */
    public static StoreFiles of(String address) {
        int colon = address.indexOf(':');
        String scheme = address.substring(0, Math.max(0, colon));
        boolean local = scheme.equals("sqlite") || scheme.equals("file");
        try {
            return new StoreFiles(local ? Path.of(address.substring(colon + 1)).toAbsolutePath() : null);
        } catch (InvalidPathException e) {
            return new StoreFiles(null);
        }
    }

    /** The address with its path, if it has one, beginning at that folder; the same if the path is absolute. */
    static String absolute(String address, Path folder) {
        int path = address.indexOf(':') + 1;
        if (of(address).path() == null || path == address.length()) {
            return address;
        }
        String given = address.substring(path);
        return Path.of(given).isAbsolute() ? address : address.substring(0, path) + folder.resolve(given);
    }

    /** Whether anything of the store is there; true if it is not on a disk of this machine. */
    public boolean isPresent() {
        try {
            return path == null || !all().isEmpty();
        } catch (IOException e) {
            return true; // Opening it tells why it cannot be looked at.
        }
    }

    /** Whether the user may make something there. */
    public boolean isPossible() {
        Path place = path == null ? null : path.getParent();
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        return place == null || (Files.isDirectory(place) && Files.isWritable(place));
    }

    /** The files that other users of the machine may read or change; empty where there are no such permissions. */
    public List<Path> exposed() {
        List<Path> exposed = new ArrayList<>();
        try {
            for (Path file : all()) {
                PosixFileAttributeView view =
                        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                if (view != null && !USER_ONLY.containsAll(view.readAttributes().permissions())) {
                    exposed.add(file);
                }
            }
        } catch (IOException e) {
            // What cannot be listed is found when the store is opened.
        }
        return exposed;
    }

    private List<Path> all() throws IOException {
        if (path == null || !Files.exists(path.getParent() == null ? path : path.getParent())) {
            return List.of();
        } else if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                return files.toList();
            }
        }
        return Stream.of("", "-wal", "-shm", "-turn")
                .map(suffix -> path.resolveSibling(path.getFileName() + suffix))
                .filter(Files::exists)
                .toList();
    }

    /** The store's size on the disk in bytes, including files beside a database file; null if unknown. */
    public @Nullable Json size() {
        if (path == null) {
            return null;
        }
        try {
            return Json.of(Files.isDirectory(path) ? sizeWithin(path) : sizeBeside(path));
        } catch (IOException | UncheckedIOException e) {
            return null;
        }
    }

    /** How many bytes may still be written there; null if unknown. */
    public @Nullable Long room() {
        for (Path place = path; place != null; place = place.getParent()) {
            if (Files.exists(place)) {
                try {
                    return Files.getFileStore(place).getUsableSpace();
                } catch (IOException e) {
                    return null;
                }
            }
        }
        return null;
    }

    private static long sizeWithin(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(StoreFiles::sizeOf)
                    .sum();
        }
    }

    private static long sizeBeside(Path file) {
        long size = 0;
        for (String suffix : new String[] {"", "-wal"}) {
            Path part = file.resolveSibling(file.getFileName() + suffix);
            size += Files.exists(part) ? sizeOf(part) : 0;
        }
        return size;
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
