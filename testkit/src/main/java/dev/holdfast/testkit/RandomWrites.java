package dev.holdfast.testkit;

import dev.holdfast.engine.Write;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random writes that the engine accepts: operations on a few keys that fit the document. */
public final class RandomWrites {
    private static final List<String> KEYS = List.of("a", "b", "c", "n", "l", "a/b", "m~n");

    private RandomWrites() {}

    /** The next write, valid for a document. */
    public static Write next(Random random, JsonObject document) {
        List<String> keys = new ArrayList<>(KEYS);
        Collections.shuffle(keys, random);
        Write.Builder write = Write.builder();
        int operations = 1 + random.nextInt(3);
        for (String key : keys.subList(0, operations)) {
            operation(random, write, key, document.get(key));
        }
        return write.build();
    }

    private static void operation(Random random, Write.Builder write, String key, @Nullable Json present) {
        switch (present) {
            case JsonNumber number when random.nextBoolean() -> write.increment(key, 1 + random.nextInt(9));
            case JsonArray array when random.nextBoolean() -> write.append(key, value(random, 1));
            case JsonArray array when random.nextBoolean() -> write.addToSet(key, value(random, 0));
            case JsonObject object
            when random.nextBoolean() ->
                write.merge(JsonObject.of(key, JsonObject.of("x" + random.nextInt(3), value(random, 1))));
            case null, default -> {
                if (present != null && random.nextInt(4) == 0) {
                    write.delete(key);
                } else {
                    write.set(key, value(random, 2));
                }
            }
        }
    }

    private static Json value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 5)) {
            case 0 -> Json.of(random.nextInt(100));
            case 1 -> Json.of("text " + random.nextInt(100));
            case 2 -> Json.of(random.nextBoolean());
            case 3 -> JsonArray.of(value(random, depth - 1), value(random, depth - 1));
            default -> JsonObject.of("x0", value(random, depth - 1), "x1", value(random, depth - 1));
        };
    }
}
