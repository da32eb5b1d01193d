package dev.holdfast.cli.command;

import dev.holdfast.engine.audit.Auditing;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a store has an audit log, and where. */
public final class AuditOptions {
    private static final String BESIDE = "beside";

    @Option(
            names = "--audit",
            paramLabel = "beside|ADDRESS",
            description = {
                "Record who reads, who is refused and who does what, in a log beside the store (under its name and",
                "-audit) or at an address of its own. Give it to every program that uses the store."
            })
    private @Nullable String audit;

    @Option(
            names = "--audit-keep",
            paramLabel = "DAYS",
            description = "How long what is recorded from now on is kept. Default: 365.")
    private int days = (int) Auditing.USUAL_TIME.toDays();

    /** For picocli. */
    public AuditOptions() {}

    /** Equal for options that name the same log, and for no others; empty if there is none. */
    String text() {
        return audit == null ? "" : audit + " " + days;
    }

    /**
     * How calls are recorded; empty if they are not.
     *
     * @param address makes an address absolute
     * @param via the part of the program that is called
     * @throws IllegalArgumentException if an option is wrong; the message says which
     */
    Optional<Auditing> auditing(UnaryOperator<String> address, String via) {
        if (audit == null) {
            return Optional.empty();
        } else if (days < 1) {
            throw new IllegalArgumentException("--audit-keep is 1 day at least");
        }
        Auditing where = audit.equals(BESIDE) ? Auditing.beside() : Auditing.at(address.apply(audit));
        return Optional.of(where.keptFor(Duration.ofDays(days)).via(via));
    }
}
