package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.spi.StoreAddress;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports why a command failed: as text on standard error or, with {@code --json}, as the tool would have answered. */
final class FailureReports implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final boolean json;

    FailureReports(String... args) {
        this.json = Arrays.asList(args).contains("--json");
    }

    @Override
    public int handleParseException(ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        String message = message(exception);
        if (!json) {
            command.getErr().println("holdfast: " + message);
            UnmatchedArgumentException.printSuggestions(exception, command.getErr());
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
            return ExitCode.of(Failure.Code.INVALID);
        }
        return tell(Failure.invalid(message), command);
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult parsed) throws Exception {
        return switch (exception) {
            case HoldfastException e -> tell(e.failure(), command);
            case StoreUnavailableException e ->
                tell(CliFailure.unavailable(String.valueOf(e.getMessage())).failure(), command);
            case UncheckedIOException e
            when e.getCause() != null ->
                tell(
                        CliFailure.unavailable(String.valueOf(e.getCause().getMessage()))
                                .failure(),
                        command);
            default -> throw exception;
        };
    }

    private static String message(ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        boolean root = command.getParent() == null;
        if (root && exception instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String commands = String.join(", ", command.getSubcommands().keySet());
            return "there is no command " + unmatched.getUnmatched().get(0) + "; the commands are " + commands;
        }
        return StoreAddress.shown(String.valueOf(exception.getMessage()));
    }

    /** Reports a failure, without the secrets of addresses in it, and returns the exit code for it. */
    int tell(Failure told, CommandLine command) {
        Failure failure = new Failure(told.code(), told.facts(), StoreAddress.shown(told.hint()));
        if (json) {
            command.getOut().println(StoreAddress.shown(failure.toJson().toString()));
        } else {
            command.getErr().println("holdfast: " + failure.code().wire() + ": " + failure.hint());
            facts(failure.facts()).forEach(fact -> command.getErr().println("  " + StoreAddress.shown(fact)));
        }
        return ExitCode.of(failure.code());
    }

    private static List<String> facts(JsonObject facts) {
        return facts.keys().stream().map(name -> name + ": " + facts.get(name)).toList();
    }
}
