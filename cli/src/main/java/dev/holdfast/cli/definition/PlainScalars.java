package dev.holdfast.cli.definition;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonParseException;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * What scalars stand for, by the JSON schema of YAML 1.2: without quotes {@code null}, {@code true}, {@code false} and
 * numbers as JSON writes them, and no value at all is null; everything else is text, {@code yes}, {@code ~} and
 * {@code 0x10} too.
 */
final class PlainScalars {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern NOT_IN_JSON = Pattern.compile("[-+]?\\.inf|\\.nan", Pattern.CASE_INSENSITIVE);

    private PlainScalars() {}

    /** @throws YamlProblem if it has a tag, is a number that JSON does not have, or text that is not Unicode */
    static Json value(ScalarEvent scalar) {
        if (scalar.getTag().isPresent()) {
            throw YamlProblem.at(scalar.getStartMark(), "a tag, which JSON does not have");
        }
        return scalar.isPlain() ? plain(scalar) : text(scalar);
    }

    private static Json plain(ScalarEvent scalar) {
        String value = scalar.getValue();
        if (NOT_IN_JSON.matcher(value).matches()) {
            throw YamlProblem.at(scalar.getStartMark(), "a number that JSON does not have");
        }
        return switch (value) {
            case "", "null" -> Json.NULL;
            case "true" -> Json.of(true);
            case "false" -> Json.of(false);
            default -> NUMBER.matcher(value).matches() ? number(scalar) : text(scalar);
        };
    }

    private static Json number(ScalarEvent scalar) {
        try {
            return Json.parse(scalar.getValue());
        } catch (JsonParseException e) {
            throw YamlProblem.at(scalar.getStartMark(), "a number that is too large or too long");
        }
    }

    private static Json text(ScalarEvent scalar) {
        try {
            return Json.of(scalar.getValue());
        } catch (IllegalArgumentException e) {
            throw YamlProblem.at(scalar.getStartMark(), "text with half of a surrogate pair");
        }
    }
}
