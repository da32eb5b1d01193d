package dev.holdfast.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes the options that configure a server or a store from {@code HOLDFAST_*} variables where they are not given. */
final class VariableDefaults implements IDefaultValueProvider {
    private static final Set<String> OPTIONS = Set.of(
            "--store",
            "--namespace",
            "--master-key",
            "--vault",
            "--seal-names",
            "--audit",
            "--audit-keep",
            "--profile",
            "--token",
            "--state-key",
            "--api-keys",
            "--issuer",
            "--audience",
            "--jwks",
            "--host",
            "--allow-host",
            "--allow-origin",
            "--port",
            "--output-schemas",
            "--log",
            "--rate",
            "--write-rate",
            "--kept",
            "--connections",
            "--standalone",
            "--linger");

    private final Map<String, String> variables;

    VariableDefaults(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !OPTIONS.contains(option.longestName())) {
            return null;
        }
        String value = variables.get(variable(option.longestName()));
        return value == null || value.isBlank() ? null : value;
    }

    /** The variable of an option: {@code --output-schemas} is {@code HOLDFAST_OUTPUT_SCHEMAS}. */
    static String variable(String option) {
        return "HOLDFAST_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
