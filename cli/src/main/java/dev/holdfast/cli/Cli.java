package dev.holdfast.cli;

import dev.holdfast.cli.attach.AttachCommand;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.completion.CompletionCommand;
import dev.holdfast.cli.console.ConsoleCommand;
import dev.holdfast.cli.custody.AnchorCommand;
import dev.holdfast.cli.custody.AuditCommand;
import dev.holdfast.cli.custody.KeysCommand;
import dev.holdfast.cli.custody.PrivacyCommand;
import dev.holdfast.cli.moving.BackupCommand;
import dev.holdfast.cli.moving.ExportCommand;
import dev.holdfast.cli.moving.ImportCommand;
import dev.holdfast.cli.moving.MigrateCommand;
import dev.holdfast.cli.moving.RestoreCommand;
import dev.holdfast.engine.Failure;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The command line: which commands there are, and how a run ends. */
final class Cli {
    /** The command that is about all others. */
    private static final String COMPLETION = "completion";

    /** In the order of the help. */
    private static final Map<String, Function<Surroundings, Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("stdio", StdioCommand::new);
        COMMANDS.put("serve", ServeCommand::new);
        COMMANDS.put("console", surroundings -> new ConsoleCommand(surroundings, ProductVersion.text()));
        COMMANDS.put("attach", AttachCommand::new);
        COMMANDS.put("get", GetCommand::new);
        COMMANDS.put("set", SetCommand::new);
        COMMANDS.put("list", ListCommand::new);
        COMMANDS.put("history", HistoryCommand::new);
        COMMANDS.put("diff", DiffCommand::new);
        COMMANDS.put("replay", ReplayCommand::new);
        COMMANDS.put("watch", WatchCommand::new);
        COMMANDS.put("undo", UndoCommand::new);
        COMMANDS.put("ask", AskCommand::new);
        COMMANDS.put("answer", AnswerCommand::new);
        COMMANDS.put("questions", QuestionsCommand::new);
        COMMANDS.put("send", SendCommand::new);
        COMMANDS.put("machine", MachineCommand::new);
        COMMANDS.put("workflow", WorkflowCommand::new);
        COMMANDS.put("verify", VerifyCommand::new);
        COMMANDS.put("anchor", AnchorCommand::new);
        COMMANDS.put("audit", AuditCommand::new);
        COMMANDS.put("compact", CompactCommand::new);
        COMMANDS.put("export", ExportCommand::new);
        COMMANDS.put("import", ImportCommand::new);
        COMMANDS.put("backup", BackupCommand::new);
        COMMANDS.put("restore", RestoreCommand::new);
        COMMANDS.put("migrate", MigrateCommand::new);
        COMMANDS.put("stats", StatsCommand::new);
        COMMANDS.put("doctor", DoctorCommand::new);
        COMMANDS.put("privacy", PrivacyCommand::new);
        COMMANDS.put("keys", KeysCommand::new);
        COMMANDS.put("webhooks", WebhooksCommand::new);
        COMMANDS.put("background", BackgroundCommand::new);
        COMMANDS.put("ps", PsCommand::new);
        COMMANDS.put("stop", StopCommand::new);
        COMMANDS.put(COMPLETION, surroundings -> new CompletionCommand());
        COMMANDS.put("tour", surroundings -> new TourCommand());
    }

    /** Those that one call of a tool answers, which a process with the store open does at once. */
    private static final Set<String> BRIEF =
            Set.of("get", "set", "list", "history", "diff", "replay", "undo", "ask", "questions", "send");

    private Cli() {}

    /** Runs one command and returns the exit code. */
    static int run(Surroundings surroundings, String... args) {
        CommandLine root = new CommandLine(new RootCommand());
        for (String name : COMMANDS.keySet()) {
            if (args.length == 0
                    || !COMMANDS.containsKey(args[0])
                    || args[0].equals(name)
                    || args[0].equals(COMPLETION)) {
                root.addSubcommand(name, COMMANDS.get(name).apply(surroundings));
            }
        }
        FailureReports failures = new FailureReports(args);
        return root.setOut(writer(surroundings.out()))
                .setErr(writer(surroundings.err()))
                // Else ${X} in the value of a variable would be another variable.
                .setInterpolateVariables(false)
                .registerConverter(Path.class, text -> path(surroundings, text))
                .registerConverter(URI.class, Cli::uri)
                .setDefaultValueProvider(new VariableDefaults(surroundings.variables()))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setExpandAtFiles(false)
                .execute(args);
    }

    /** Whether these are a command that a process can carry out for another one. */
    static boolean isBrief(String... args) {
        return args.length > 0 && BRIEF.contains(args[0]);
    }

    /** Takes the arguments of one command; false if they are invalid, or ask for help. */
    static boolean parses(Object command, Surroundings surroundings, String... args) {
        try {
            new CommandLine(command)
                    .setInterpolateVariables(false)
                    .setDefaultValueProvider(new VariableDefaults(surroundings.variables()))
                    .setExpandAtFiles(false)
                    .parseArgs(args);
            return true;
        } catch (CommandLine.ParameterException e) {
            return false;
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Runs nothing, and reports what is wrong with the text that was given. Returns the exit code. */
    static int refuse(Surroundings surroundings, String objection, String... args) {
        CommandLine root = new CommandLine(new RootCommand())
                .setOut(writer(surroundings.out()))
                .setErr(writer(surroundings.err()));
        return new FailureReports(args).tell(Failure.invalid(objection), root);
    }

    private static Path path(Surroundings surroundings, String text) {
        try {
            return surroundings.path(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' is not a path here: " + e.getReason());
        }
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new TypeConversionException("'" + text + "' is not a URI: " + e.getReason());
        }
    }
}
