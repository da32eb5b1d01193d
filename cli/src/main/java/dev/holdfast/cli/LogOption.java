package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.log.ChangeLog;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Subscription;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a server logs to standard error. */
final class LogOption {
    private static final String CHANGES = "changes";

    @Option(
            names = "--log",
            paramLabel = "WHAT",
            description = "changes: a line of JSON on standard error for every change of a state, without its values.")
    private @Nullable String log;

    /** Refuses unknown values, before a store is opened needlessly. */
    void check() {
        if (log != null && !log.equals(CHANGES)) {
            throw CliFailure.invalid("--log", "--log must be " + CHANGES + ", but is " + log);
        }
    }

    /** Logs from now on, if requested. */
    Subscription start(Holdfast holdfast, PrintWriter err) {
        return log == null ? () -> {} : ChangeLog.start(holdfast, err);
    }
}
