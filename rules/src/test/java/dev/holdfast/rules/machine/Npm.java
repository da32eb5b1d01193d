package dev.holdfast.rules.machine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What npm has: brought once to the module's {@code target}, and used from there. */
final class Npm {
    private static final Path SOURCES = Path.of("src/test/npm").toAbsolutePath();
    private static final Path FOLDER = Path.of("target/npm").toAbsolutePath();
    private static final int SECONDS = 120;

    private Npm() {}

    /** The folder of the packages; the test that asks is skipped if there is no Node, or npm cannot bring them. */
    static Path modules() {
        assumeTrue(run(List.of("node", "--version")) == 0, "Node is not installed");
        Path modules = FOLDER.resolve("node_modules");
        try {
            Files.createDirectories(FOLDER);
            Path lock = FOLDER.resolve("package-lock.json");
            Path wanted = SOURCES.resolve("package-lock.json");
            if (!Files.exists(lock) || !Files.isDirectory(modules) || Files.mismatch(lock, wanted) >= 0) {
                Files.copy(SOURCES.resolve("package.json"), FOLDER.resolve("package.json"), REPLACE);
                List<String> install = List.of("npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund");
                Files.copy(wanted, lock, REPLACE);
                boolean brought = run(install) == 0;
                if (!brought) {
                    Files.delete(lock);
                }
                assumeTrue(brought, "npm cannot bring the packages of src/test/npm");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return modules;
    }

    private static final String SCXML = "@scion-scxml/test-framework@2.0.16";

    /** Of the archive, as the lock file of a program that depends on it has it. */
    private static final String SCXML_SHA512 =
            "5rRd5CdFLUzmPaO43NSamBmhq6uW/0kUmUneEnqRSbAj0FiFVAINd1DfadUkdECT+xHLARCJZU7meQD4nqYyKw==";

    /**
     * The folder of the cases for SCXML. They are in a package with many dependencies, of which none is needed for the
     * data; so the package is brought alone. The test that asks is skipped if npm cannot bring it.
     */
    static Path scxml() {
        Path archive = FOLDER.resolve("scion-scxml-test-framework-2.0.16.tgz");
        Path cases = FOLDER.resolve("package").resolve("test");
        try {
            if (!Files.isDirectory(cases)) {
                boolean brought = run(List.of("npm", "pack", "--silent", SCXML)) == 0;
                assumeTrue(brought, "npm cannot bring " + SCXML);
                byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(archive));
                if (!Base64.getEncoder().encodeToString(digest).equals(SCXML_SHA512)) {
                    throw new AssertionError(SCXML + " is not the one that was looked at");
                }
                assumeTrue(run(List.of("tar", "-xzf", archive.toString())) == 0, "there is no tar");
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static final StandardCopyOption REPLACE = StandardCopyOption.REPLACE_EXISTING;

    /** The lines that a script prints for its input. */
    static List<String> node(String script, List<String> arguments, List<String> input) {
        try {
            Files.createDirectories(FOLDER);
            Path in = FOLDER.resolve(script + "-" + arguments.getLast() + ".in");
            Path out = FOLDER.resolve(script + "-" + arguments.getLast() + ".out");
            Files.write(in, input);
            List<String> command =
                    new ArrayList<>(List.of("node", SOURCES.resolve(script).toString()));
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectErrorStream(false)
                    .start();
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new AssertionError("node ended with " + code + ": " + errors);
            }
            return Files.readAllLines(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int run(List<String> command) {
        try {
            Files.createDirectories(FOLDER);
            Process process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
