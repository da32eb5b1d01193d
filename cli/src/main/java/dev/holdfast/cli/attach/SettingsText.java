package dev.holdfast.cli.attach;

import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of a host's settings. An edit changes one stretch of it. */
sealed interface SettingsText permits JsoncText, TomlText, YamlText {
    /** The entry of this name, or null. */
    @Nullable JsonObject find(String name);

    /** The text with this entry, in place of one of the same name. */
    String with(String name, JsonObject entry);

    /**
     * The text without the entry of this name, which is there.
     *
     * @param emptied whether what held it goes too, if nothing else is in it
     */
    String without(String name, boolean emptied);

    /** Whether there is something to hold entries. */
    boolean hasContainer();

    /**
     * Reads settings that have their servers in this container.
     *
     * @throws SettingsProblem if the text is broken
     */
    static SettingsText read(Syntax syntax, String text, List<String> container) {
        return switch (syntax) {
            case JSON -> new JsoncText(text, container, false);
            case JSONC -> new JsoncText(text, container, true);
            case TOML -> new TomlText(text, container.getFirst());
            case YAML -> new YamlText(text, container.getFirst());
        };
    }

    /** How lines end in this text. */
    static String lineEnd(String text) {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    /** Where the line of a place begins. */
    static int lineStart(String text, int offset) {
        return text.lastIndexOf('\n', offset - 1) + 1;
    }

    /** Where the line after the one of a place begins, or the end. */
    static int nextLine(String text, int offset) {
        int end = text.indexOf('\n', offset);
        return end < 0 ? text.length() : end + 1;
    }

    /** A text with a stretch of it replaced. */
    static String spliced(String text, int start, int end, String by) {
        return text.substring(0, start) + by + text.substring(end);
    }
}
