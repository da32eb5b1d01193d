package dev.holdfast.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/** The command line: which commands there are, and how a run ends. */
final class Cli {
    /** In the order of the help. */
    private static final Map<String, Function<Surroundings, Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("stdio", StdioCommand::new);
        COMMANDS.put("serve", ServeCommand::new);
        COMMANDS.put("get", GetCommand::new);
        COMMANDS.put("set", SetCommand::new);
        COMMANDS.put("list", ListCommand::new);
        COMMANDS.put("history", HistoryCommand::new);
        COMMANDS.put("diff", DiffCommand::new);
        COMMANDS.put("replay", ReplayCommand::new);
        COMMANDS.put("watch", WatchCommand::new);
        COMMANDS.put("undo", UndoCommand::new);
        COMMANDS.put("verify", VerifyCommand::new);
        COMMANDS.put("compact", CompactCommand::new);
        COMMANDS.put("stats", StatsCommand::new);
        COMMANDS.put("doctor", DoctorCommand::new);
        COMMANDS.put("background", BackgroundCommand::new);
        COMMANDS.put("ps", PsCommand::new);
        COMMANDS.put("stop", StopCommand::new);
        COMMANDS.put("tour", surroundings -> new TourCommand());
    }

    private Cli() {}

    /** Runs one command and returns the exit code. */
    static int run(Surroundings surroundings, String... args) {
        CommandLine root = new CommandLine(new RootCommand());
        for (String name : COMMANDS.keySet()) {
            if (args.length == 0 || !COMMANDS.containsKey(args[0]) || args[0].equals(name)) {
                root.addSubcommand(name, COMMANDS.get(name).apply(surroundings));
            }
        }
        FailureReports failures = new FailureReports(args);
        return root.setOut(writer(surroundings.out()))
                .setErr(writer(surroundings.err()))
                .setDefaultValueProvider(new VariableDefaults(surroundings.variables()))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setExpandAtFiles(false)
                .execute(args);
    }

    /** Takes the arguments of one command; false if they are invalid, or ask for help. */
    static boolean parses(Object command, Surroundings surroundings, String... args) {
        try {
            new CommandLine(command)
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
}
