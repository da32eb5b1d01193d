package dev.holdfast.cli.tour;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.LocalTools;

/** Makes the tour's calls to the tools and prints them. JSON is written with single quotes. */
record Guide(LocalTools tools, Narrator narrator) {

    Guide step(String title) {
        narrator.step(title);
        return this;
    }

    /** Calls a tool and prints call and answer; a failure is an answer too. */
    JsonObject call(String tool, String arguments) throws InterruptedException {
        JsonObject parsed = json(arguments);
        narrator.call(tool + " " + parsed);
        JsonObject answer = quietly(tool, parsed);
        narrator.answer(answer.toString());
        return answer;
    }

    /** Calls a tool without printing. */
    JsonObject quietly(String tool, JsonObject arguments) throws InterruptedException {
        try {
            return tools.call(tool, arguments);
        } catch (HoldfastException e) {
            return e.failure().toJson();
        }
    }

    Guide notice(boolean behaved, String text) {
        narrator.notice(behaved, text);
        return this;
    }

    static JsonObject json(String text) {
        return (JsonObject) value(text);
    }

    static Json value(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    static long number(JsonObject answer, String name) {
        return answer.get(name) instanceof JsonNumber number
                ? number.exactLong().orElse(-1)
                : -1;
    }
}
