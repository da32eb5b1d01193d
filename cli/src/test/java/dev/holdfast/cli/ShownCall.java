package dev.holdfast.cli;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A call of a tool as the documentation shows it: {@code TOOL {ARGUMENTS}}, and after an arrow in the next line what is
 * answered.
 */
record ShownCall(String tool, JsonObject arguments, String answer) {
    private static final Pattern CALL = Pattern.compile("^([a-z_]+) (\\{.*?\\})\n→ ([^\n]*)$", Pattern.MULTILINE);

    static List<ShownCall> in(String block) {
        return CALL.matcher(block)
                .results()
                .map(found -> new ShownCall(found.group(1), (JsonObject) Json.parse(found.group(2)), found.group(3)))
                .toList();
    }
}
