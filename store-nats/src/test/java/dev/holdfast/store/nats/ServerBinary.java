package dev.holdfast.store.nats;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the program of the NATS server is, on which the tests of this module run. */
final class ServerBinary {
    private static final String HOW = "no nats-server: run e2e/nats-server, or name one by"
            + " -Dholdfast.natsServer=PATH or the environment variable HOLDFAST_NATS_SERVER";

    private ServerBinary() {}

    /** The program; the test is skipped, saying why, if there is none. */
    static Path require() {
        Optional<Path> found = candidates().stream().filter(Files::isExecutable).findFirst();
        assumeTrue(found.isPresent(), HOW);
        return found.orElseThrow();
    }

    private static List<Path> candidates() {
        List<Path> candidates = new ArrayList<>();
        Optional.ofNullable(System.getProperty("holdfast.natsServer"))
                .map(Path::of)
                .ifPresent(candidates::add);
        Optional.ofNullable(System.getenv("HOLDFAST_NATS_SERVER")).map(Path::of).ifPresent(candidates::add);
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .orElse(System.getProperty("user.home") + "/.cache");
        candidates.add(Path.of(cache, "holdfast", "nats-server", "usr", "sbin", "nats-server"));
        for (String folder :
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
            candidates.add(Path.of(folder, "nats-server"));
        }
        return candidates;
    }
}
