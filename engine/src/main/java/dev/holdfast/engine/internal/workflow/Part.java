package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.NearestName;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object in a definition, whose members are read one by one. A member that is not as it must be becomes a problem,
 * and reads as if it were absent, so that one reading finds all problems.
 */
record Part(JsonObject json, JsonPointer at, Findings findings) {
    /** What a name of a workflow, a kind of work or a signal looks like. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");

    static final String NAME_SAID = "1 to 100 letters, digits, '.', '_', '-' or '/', the first a letter or digit";

    void problem(String member, String message) {
        findings.add(at.child(member), message);
    }

    /** Reports members that this part must not have. */
    void only(Set<String> members) {
        for (String member : json.keys()) {
            if (!members.contains(member)) {
                problem(member, "There is no such member here." + NearestName.hint(member, members));
            }
        }
    }

    boolean has(String member) {
        return json.has(member);
    }

    /** A text that is there and not too long. */
    String text(String member, int longest) {
        String text = optionalText(member, longest);
        if (text == null && !json.has(member)) {
            findings.add(at, "The member " + member + " is missing.");
        }
        return text == null ? "" : text;
    }

    @Nullable String optionalText(String member, int longest) {
        Json value = json.get(member);
        if (value instanceof JsonString text && isText(text.value(), longest)) {
            return text.value();
        } else if (value != null) {
            problem(member, "This is text of 1 to " + longest + " characters.");
        }
        return null;
    }

    private static boolean isText(String text, int longest) {
        return !text.isBlank() && text.length() <= longest;
    }

    /** A name that is there. */
    String name(String member) {
        String name = text(member, 100);
        requireName(member, name);
        return name;
    }

    @Nullable String optionalName(String member) {
        String name = optionalText(member, 100);
        if (name != null) {
            requireName(member, name);
        }
        return name;
    }

    private void requireName(String member, String name) {
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            problem(member, "A name is " + NAME_SAID + ".");
        }
    }

    /** A CEL expression, as text of any length: the compiler has its own bounds. */
    @Nullable String expression(String member) {
        return optionalText(member, Bounds.DEFINITION_BYTES);
    }

    /** An array of texts without repetition; null if it is absent. */
    @Nullable List<String> texts(String member, int most, int longest) {
        Json value = json.get(member);
        if (value == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof JsonArray array && array.size() <= most) {
            for (int i = 0; i < array.size(); i++) {
                JsonPointer there = at.child(member).child(i);
                if (array.get(i) instanceof JsonString text && isText(text.value(), longest)) {
                    texts.add(text.value());
                } else {
                    findings.add(there, "This is text of 1 to " + longest + " characters.");
                }
            }
        } else {
            problem(member, "This is an array of at most " + most + " texts.");
        }
        return texts;
    }

    long integer(String member, long least, long most, long otherwise) {
        Json value = json.get(member);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof JsonNumber number && number.exactLong().isPresent()) {
            long exact = number.exactLong().getAsLong();
            if (exact >= least && exact <= most) {
                return exact;
            }
        }
        problem(member, "This is a whole number from " + least + " to " + most + ".");
        return otherwise;
    }

    double number(String member, double least, double most, double otherwise) {
        Json value = json.get(member);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof JsonNumber number && number.toDouble() >= least && number.toDouble() <= most) {
            return number.toDouble();
        }
        problem(member, "This is a number from " + (long) least + " to " + (long) most + ".");
        return otherwise;
    }

    @Nullable Duration duration(String member, Duration least) {
        Json value = json.get(member);
        Duration duration = value == null ? null : Durations.parse(value);
        boolean fits = duration != null && duration.compareTo(least) >= 0 && duration.compareTo(Bounds.LONGEST) <= 0;
        if (value != null && !fits) {
            problem(
                    member,
                    "This is a time of " + Durations.said(least) + " to 3650 days: seconds as a number, or ISO 8601"
                            + " text such as \"PT1M30S\".");
        }
        return fits ? duration : null;
    }

    @Nullable Part part(String member) {
        Json value = json.get(member);
        if (value instanceof JsonObject object) {
            return new Part(object, at.child(member), findings);
        } else if (value != null) {
            problem(member, "This is an object.");
        }
        return null;
    }

    /** The members of an object, each as a part, in the order of their names. */
    SortedMap<String, Part> parts() {
        SortedMap<String, Part> parts = new TreeMap<>();
        for (String member : json.keys()) {
            Part part = part(member);
            if (part != null) {
                parts.put(member, part);
            }
        }
        return Collections.unmodifiableSortedMap(parts);
    }
}
