package dev.holdfast.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * An order of all values in which exactly those are equal that are {@linkplain Json#sameValue the same}: by kind first,
 * then numbers by value, texts by their UTF-16 code units, containers by size and then part by part.
 */
final class ValueOrder implements Comparator<Json> {
    static final ValueOrder UNCOUNTED = new ValueOrder(work -> {});

    /** How many characters of two texts are compared in the time that any two parts take. */
    private static final int CHARACTERS = 16;

    /** What a number that is no long costs, and a member of an object, which are brought into order first. */
    private static final int DEAR = 4;

    private final LongConsumer work;

    /** @param work told before any two parts are compared what that costs */
    ValueOrder(LongConsumer work) {
        this.work = work;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a shortcut
    public int compare(Json left, Json right) {
        if (left == right) {
            return 0;
        }
        work.accept(1);
        int kinds = Integer.compare(kind(left), kind(right));
        return kinds == 0 ? compareWithin(left, right) : kinds;
    }

    private static int kind(Json value) {
        return switch (value) {
            case JsonNull none -> 0;
            case JsonBoolean bool -> 1;
            case JsonNumber number -> 2;
            case JsonString text -> 3;
            case JsonArray array -> 4;
            case JsonObject object -> 5;
        };
    }

    private int compareWithin(Json left, Json right) {
        return switch (left) {
            case JsonBoolean bool
            when right instanceof JsonBoolean other -> Boolean.compare(bool.value(), other.value());
            case LongNumber number when right instanceof LongNumber other -> number.compareTo(other);
            case JsonNumber number when right instanceof JsonNumber other -> numbers(number, other);
            case JsonString text when right instanceof JsonString other -> texts(text.value(), other.value());
            case JsonArray array when right instanceof JsonArray other -> arrays(array, other);
            case JsonObject object when right instanceof JsonObject other -> objects(object, other);
            default -> 0;
        };
    }

    private int numbers(JsonNumber left, JsonNumber right) {
        work.accept(DEAR);
        return left.decimal().compareTo(right.decimal());
    }

    private int texts(String left, String right) {
        work.accept(Math.min(left.length(), right.length()) / CHARACTERS);
        return left.compareTo(right);
    }

    private int arrays(JsonArray left, JsonArray right) {
        int result = Integer.compare(left.size(), right.size());
        Iterator<Json> counterparts = right.iterator();
        for (Iterator<Json> elements = left.iterator(); result == 0 && elements.hasNext(); ) {
            result = compare(elements.next(), counterparts.next());
        }
        return result;
    }

    private int objects(JsonObject left, JsonObject right) {
        int result = Integer.compare(left.size(), right.size());
        if (result != 0) {
            return result;
        }
        work.accept((long) DEAR * left.size());
        Iterator<Map.Entry<String, Json>> counterparts = members(right).iterator();
        for (Iterator<Map.Entry<String, Json>> members = members(left).iterator(); result == 0 && members.hasNext(); ) {
            result = compare(members.next(), counterparts.next());
        }
        return result;
    }

    private int compare(Map.Entry<String, Json> left, Map.Entry<String, Json> right) {
        int names = texts(left.getKey(), right.getKey());
        return names == 0 ? compare(left.getValue(), right.getValue()) : names;
    }

    /** The members in canonical order. */
    private static List<Map.Entry<String, Json>> members(JsonObject object) {
        List<Map.Entry<String, Json>> members = new ArrayList<>(object.size());
        object.forEachCanonically((name, value) -> members.add(Map.entry(name, value)));
        return members;
    }
}
