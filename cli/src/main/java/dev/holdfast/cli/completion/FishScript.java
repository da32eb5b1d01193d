package dev.holdfast.cli.completion;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completions of a command and its subcommands for fish, a line for each; the library has none for it. */
final class FishScript {
    private FishScript() {}

    static String of(CommandSpec root) {
        String name = root.name();
        Stream<String> commands = root.subcommands().entrySet().stream()
                .map(entry -> complete(name, "__fish_use_subcommand")
                        + " -a " + entry.getKey()
                        + description(
                                entry.getValue().getCommandSpec().usageMessage().description()));
        Stream<String> options = root.subcommands().entrySet().stream()
                .flatMap(entry -> entry.getValue().getCommandSpec().options().stream()
                        .filter(option -> !option.hidden())
                        .map(option -> complete(name, "__fish_seen_subcommand_from " + entry.getKey())
                                + names(option)
                                + value(option)
                                + description(option.description())));
        return Stream.concat(Stream.of("complete -c " + name + " -f"), Stream.concat(commands, options))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String complete(String name, String condition) {
        return "complete -c " + name + " -n " + quoted(condition);
    }

    private static String names(OptionSpec option) {
        return Arrays.stream(option.names())
                .map(name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                .collect(Collectors.joining());
    }

    /** A file, or nothing that can be guessed. */
    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        return Path.class.isAssignableFrom(option.type()) ? " -r -F" : " -x";
    }

    private static String description(String... lines) {
        List<String> words = Arrays.stream(lines).limit(1).toList();
        return words.isEmpty() ? "" : " -d " + quoted(words.getFirst());
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
