package dev.holdfast.testkit.model;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.testkit.RandomWrites;
import java.time.Instant;
import java.util.List;

/** Random writes: operations that mostly fit the document, with every kind of precondition, time and option. */
record RandomTerms(Dice dice) {
    JsonObject write(Facts facts, Instant now) {
        JsonObject write = terms(facts, now, operations(facts.document));
        return dice.oneIn(4) ? write.with("note", Json.of("note " + dice.upTo(100))) : write;
    }

    private JsonObject operations(JsonObject document) {
        if (dice.oneIn(6)) {
            return within();
        }
        return dice.oneIn(8)
                ? patch(document)
                : RandomWrites.next(dice.random(), document).toJson();
    }

    /** One operation on places within a key, whether or not there is an object to hold them. */
    private JsonObject within() {
        String key = dice.pick(List.of("/a", "/b", "/c", "/a~1b"));
        List<String> places = dice.oneIn(2) ? List.of(key + "/x0") : List.of(key + "/x0", key + "/x1");
        Json number = Json.of(1 + dice.upTo(9));
        return switch (dice.upTo(5)) {
            case 0 -> JsonObject.of("increment", each(places, number));
            case 1 -> JsonObject.of("append", each(places, JsonArray.of(number)));
            case 2 -> JsonObject.of("add_to_set", each(places, JsonArray.of(number, number)));
            case 3 ->
                JsonObject.of(
                        "delete", JsonArray.of(places.stream().map(Json::of).toArray(Json[]::new)));
            default -> JsonObject.of("set", each(places, number));
        };
    }

    private static JsonObject each(List<String> places, Json value) {
        JsonObject all = JsonObject.EMPTY;
        for (String place : places) {
            all = all.with(place, value);
        }
        return all;
    }

    private JsonObject patch(JsonObject document) {
        JsonPointer place = JsonPointer.of(dice.pick(List.of("a", "b", "n", "p")));
        Json value = Json.of(dice.upTo(9));
        JsonPatch.Builder patch = JsonPatch.builder();
        if (dice.oneIn(3)) {
            Json present = place.resolve(document);
            patch.test(place, present == null || dice.oneIn(3) ? value : present);
        }
        patch = dice.oneIn(3)
                ? patch.remove(place)
                : dice.oneIn(2) ? patch.replace(place, value) : patch.add(place, value);
        return JsonObject.of("patch", patch.build().toJson());
    }

    /** Adds preconditions, times to live, and a due time. */
    private JsonObject terms(Facts facts, Instant now, JsonObject operations) {
        JsonObject write = operations;
        JsonObject set = operations.object("set");
        if (set != null && dice.oneIn(3) && set.keys().stream().noneMatch(key -> key.startsWith("/"))) {
            String key = dice.pick(List.copyOf(set.keys()));
            write = write.with("ttl", JsonObject.of(key, Json.of(60L * (1 + dice.upTo(20)))));
        }
        if (dice.oneIn(6)) {
            write = write.with("if_revision", Json.of(dice.revision(facts)));
        } else if (dice.oneIn(6)) {
            String key = dice.pick(List.of("a", "b", "c", "n"));
            long present = facts.keyRevisions.getOrDefault(key, 0L);
            write = write.with(
                    "if_revision", JsonObject.of(key, Json.of(dice.oneIn(3) ? dice.revision(facts) : present)));
        }
        if (dice.oneIn(8)) {
            String lease = dice.pick(RandomAsks.LEASES);
            write = write.with("lease", JsonObject.of(lease, Json.of(RandomAsks.token(dice, facts, lease))));
        }
        return dice.oneIn(6) ? later(now, write) : write;
    }

    /** Schedules a write after a delay, or at a time, which may be past. */
    private JsonObject later(Instant now, JsonObject write) {
        return dice.oneIn(2)
                ? write.with("delay", Json.of(60L * (1 + dice.upTo(20))))
                : write.with(
                        "run_at",
                        Json.of(now.plusSeconds(60L * (dice.upTo(25) - 5)).toString()));
    }
}
