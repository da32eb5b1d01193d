package dev.holdfast.testkit.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What may happen to a file or folder of a store while the store is open. */
public enum FileFault {
    DELETED {
        @Override
        void strike(Path file) throws IOException {
            delete(file);
        }
    },
    MOVED_AWAY {
        @Override
        void strike(Path file) throws IOException {
            Files.move(file, aside(file));
        }
    },
    REPLACED_BY_A_COPY {
        @Override
        void strike(Path file) throws IOException {
            Path copy = aside(file);
            copy(file, copy);
            delete(file);
            Files.move(copy, file);
        }
    },
    REPLACED_BY_SOMETHING_EMPTY {
        @Override
        void strike(Path file) throws IOException {
            boolean folder = Files.isDirectory(file);
            Files.move(file, aside(file));
            if (folder) {
                Files.createDirectory(file);
            } else {
                Files.createFile(file);
            }
        }
    },
    CUT_TO_NOTHING {
        @Override
        void strike(Path file) throws IOException {
            cut(file, 0);
        }
    },
    CUT_IN_THE_MIDDLE {
        @Override
        void strike(Path file) throws IOException {
            cut(file, Files.size(file) / 2);
        }
    };

    abstract void strike(Path file) throws IOException;

    /** Lets it happen, unless it cannot happen to that file; returns whether it did. */
    final String apply(Path file) {
        try {
            boolean fits = fits(file);
            if (fits) {
                strike(file);
            }
            return fits ? "done" : "impossible";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean fits(Path file) {
        return Files.isRegularFile(file) || (this != CUT_TO_NOTHING && this != CUT_IN_THE_MIDDLE);
    }

    /** Beside the folder of the store, and on the same file system. */
    private static Path aside(Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        return folder.resolveSibling(folder.getFileName() + "-" + file.getFileName() + "-aside");
    }

    private static void cut(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private static void delete(Path path) throws IOException {
        for (Path each : tree(path).reversed()) {
            Files.delete(each);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path each : tree(from)) {
            Files.copy(each, to.resolve(from.relativize(each).toString()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static List<Path> tree(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }
}
