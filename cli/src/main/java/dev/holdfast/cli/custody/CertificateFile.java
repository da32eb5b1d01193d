package dev.holdfast.cli.custody;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.engine.Privacy;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.custody.Subject;
import dev.holdfast.engine.spi.StateId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.PrivateKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of an erasure. What is to be erased is written down before the first state is, in a file beside it,
 * so that a command that was cut short and is given again certifies all of it.
 *
 * @param planned what is to be erased, by this command or by one before it
 */
record CertificateFile(Path file, Subject subject, Set<StateId> planned) {
    static CertificateFile begin(Path file, Subject subject, Set<StateId> held) {
        Set<StateId> planned = new HashSet<>(held);
        try {
            planned.addAll(before(file, subject));
            List<String> lines = planned.stream().map(StateId::value).sorted().collect(Collectors.toList());
            lines.addFirst(subject.toString());
            Path plan = plan(file);
            Files.write(plan, lines);
            try (FileChannel channel = FileChannel.open(plan, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            return new CertificateFile(file, subject, planned);
        } catch (IOException e) {
            throw CliFailure.unavailable(plan(file) + " cannot be written: " + e.getMessage());
        }
    }

    private static Set<StateId> before(Path file, Subject subject) throws IOException {
        Path plan = plan(file);
        if (!Files.exists(plan)) {
            return Set.of();
        }
        List<String> lines = Files.readAllLines(plan);
        if (lines.isEmpty() || !lines.getFirst().equals(subject.toString())) {
            throw CliFailure.invalid(
                    "--certificate",
                    plan + " is of another erasure that was cut short; finish that one" + " first, or remove the file");
        }
        return lines.stream()
                .skip(1)
                .filter(StateId::isHandle)
                .map(StateId::new)
                .collect(Collectors.toSet());
    }

    /**
     * Writes the certificate, and returns how many erased states it names.
     *
     * @param damages what could not be looked into or erased
     */
    long end(Privacy privacy, List<Damage> damages, @Nullable PrivateKey key) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            long named;
            try (BufferedWriter writer = Files.newBufferedWriter(part)) {
                named = privacy.certify(subject, planned.stream().sorted().toList(), damages, writer, key);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(plan(file));
            return named;
        } catch (IOException e) {
            throw CliFailure.unavailable(file + " cannot be written: " + e.getMessage()
                    + ". What was asked for is erased; give the command again for the certificate");
        }
    }

    private static Path plan(Path file) {
        return file.resolveSibling(file.getFileName() + ".plan");
    }
}
