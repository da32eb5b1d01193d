package dev.holdfast.testkit;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;

/** JSON written with single quotes, as the suites write it: {@code {'a':1}}. None of it holds a quote of its own. */
public final class SingleQuoted {
    private SingleQuoted() {}

    /** The text with double quotes. */
    public static String text(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    /** The value that the text stands for. */
    public static Json json(String singleQuoted) {
        return Json.parse(text(singleQuoted));
    }

    /** The object that the text stands for. */
    public static JsonObject object(String singleQuoted) {
        return (JsonObject) json(singleQuoted);
    }
}
