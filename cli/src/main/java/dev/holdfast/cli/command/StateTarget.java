package dev.holdfast.cli.command;

import java.util.List;

/**
 * The state that a command is about, and the words after it.
 *
 * @param handle a handle or {@code @name}
 * @param rest the other words
 */
public record StateTarget(String handle, List<String> rest) {
    /** The name of the default state. */
    public static final String DEFAULT = "@default";

    /** Takes the first word as a target if it looks like one. */
    public static StateTarget of(List<String> words) {
        return !words.isEmpty() && isTarget(words.get(0))
                ? new StateTarget(words.get(0), words.subList(1, words.size()))
                : new StateTarget(DEFAULT, words);
    }

    /** Refuses words beyond the target. */
    public static StateTarget only(List<String> words) {
        StateTarget target = of(words);
        if (!target.rest().isEmpty()) {
            throw CliFailure.invalid("TARGET", "TARGET must be a handle (st_...) or @name");
        }
        return target;
    }

    /** Whether it is the default state. */
    public boolean isDefault() {
        return handle.equals(DEFAULT);
    }

    private static boolean isTarget(String word) {
        return word.startsWith("@") || word.startsWith("st_");
    }
}
