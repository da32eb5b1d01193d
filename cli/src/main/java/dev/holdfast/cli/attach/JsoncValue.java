package dev.holdfast.cli.attach;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value and where it stands.
 *
 * @param members those of an object, in order; null for every other value
 */
record JsoncValue(int start, int end, Json json, @Nullable List<Member> members) {
    /** A member of an object. */
    record Member(String name, int start, JsoncValue value) {}

    static JsoncValue object(int start, int end, List<Member> members) {
        JsonObject.Builder json = JsonObject.builder();
        members.forEach(member -> json.put(member.name(), member.value().json()));
        return new JsoncValue(start, end, json.build(), List.copyOf(members));
    }

    /** Its members. */
    List<Member> all(String text) {
        if (members == null) {
            throw SettingsProblem.at(text, start, "an object is expected here");
        }
        return members;
    }

    /** The only member of this name, or null. */
    @Nullable Member member(String text, String name) {
        List<Member> found =
                all(text).stream().filter(member -> member.name().equals(name)).toList();
        if (found.size() > 1) {
            throw SettingsProblem.at(text, found.get(1).start(), "\"" + name + "\" stands there twice");
        }
        return found.isEmpty() ? null : found.getFirst();
    }
}
