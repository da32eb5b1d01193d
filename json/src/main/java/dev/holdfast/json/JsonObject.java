package dev.holdfast.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * An object: members with distinct names. It is immutable and persistent: {@link #with} and {@link #without} return
 * another object that shares its parts with this one, and cost O(log n).
 *
 * <p>Up to 32 members keep the order in which they were put; a larger object has its members in canonical order (UTF-16
 * code units of the names). Order never matters to equality.
 *
 * <p>Names hold no unpaired surrogates; a name that does throws {@link IllegalArgumentException}.
 */
public final class JsonObject implements Json {
    /** The object without members. */
    public static final JsonObject EMPTY = new JsonObject(ArrayMembers.NONE);

    private final Members members;
    private final int depth;

    // Both are 0 until first asked for. Threads that race to write one write the same value.
    private int canonicalSize;
    private int hash;

    JsonObject(Members members) {
        this.members = members;
        this.depth = Nesting.around(members.deepest());
    }

    /** An object of one member. */
    public static JsonObject of(String name, Json value) {
        return builder().put(name, value).build();
    }

    /** An object of two members. */
    public static JsonObject of(String name1, Json value1, String name2, Json value2) {
        return builder().put(name1, value1).put(name2, value2).build();
    }

    /** An object of three members. */
    public static JsonObject of(String name1, Json value1, String name2, Json value2, String name3, Json value3) {
        return builder()
                .put(name1, value1)
                .put(name2, value2)
                .put(name3, value3)
                .build();
    }

    /** An object of four members. */
    public static JsonObject of(
            String name1,
            Json value1,
            String name2,
            Json value2,
            String name3,
            Json value3,
            String name4,
            Json value4) {
        Builder builder = builder().put(name1, value1).put(name2, value2);
        return builder.put(name3, value3).put(name4, value4).build();
    }

    /** A builder that has no members yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** The value of the member, or null if there is none. */
    public @Nullable Json get(String key) {
        return members.get(key);
    }

    /** Whether there is such a member. */
    public boolean has(String key) {
        return members.get(key) != null;
    }

    /** The number of members. */
    public int size() {
        return members.size();
    }

    /** Whether there are no members. */
    public boolean isEmpty() {
        return members.size() == 0;
    }

    /** The names, unmodifiable. */
    public Set<String> keys() {
        return members.names();
    }

    /** The members, unmodifiable. */
    public Set<Map.Entry<String, Json>> entries() {
        return members.entries();
    }

    /** Calls {@code action} with every member. */
    public void forEach(BiConsumer<? super String, ? super Json> action) {
        members.forEach(action);
    }

    /** Calls {@code action} with every member, in canonical order. */
    void forEachCanonically(BiConsumer<? super String, ? super Json> action) {
        members.forEachCanonically(action);
    }

    /** This object with the member set: in its old place if it had one, else after the others. */
    @SuppressWarnings("ReferenceEquality") // comparing the values could cost as much as they are long
    public JsonObject with(String key, Json value) {
        Json old = members.get(key);
        if (old == value) {
            return this;
        }
        if (old == null) {
            Utf8.requireWellFormed(key);
        }
        JsonObject result = new JsonObject(members.put(key, old, value));
        result.inherit(this, key, old, value);
        return result;
    }

    /** This object without the member. */
    public JsonObject without(String key) {
        Json old = members.get(key);
        if (old == null) {
            return this;
        }
        JsonObject result = new JsonObject(members.remove(key, old));
        result.inherit(this, key, old, null);
        return result;
    }

    /** The characters of the member if it is a string, else null. */
    public @Nullable String string(String key) {
        return get(key) instanceof JsonString string ? string.value() : null;
    }

    /** The member if it is an object, else null. */
    public @Nullable JsonObject object(String key) {
        return get(key) instanceof JsonObject object ? object : null;
    }

    /** The member if it is an array, else null. */
    public @Nullable JsonArray array(String key) {
        return get(key) instanceof JsonArray array ? array : null;
    }

    /** The member if it is a number, else null. */
    public @Nullable JsonNumber number(String key) {
        return get(key) instanceof JsonNumber number ? number : null;
    }

    /** The member if it is {@code true} or {@code false}, else null. */
    public @Nullable Boolean bool(String key) {
        return get(key) instanceof JsonBoolean bool ? (Boolean) bool.value() : null;
    }

    @Override
    public byte[] toBytes() {
        byte[] bytes = JsonWriter.print(this, canonicalSize);
        canonicalSize = bytes.length;
        return bytes;
    }

    /** The bytes of {@link #toBytes()}; null if there are more than {@code most}, of which no more are made. */
    public byte @Nullable [] toBytes(int most) {
        if (canonicalSize > most) {
            return null;
        }
        return canonicalSize == 0 ? JsonWriter.printWithin(this, most) : toBytes();
    }

    /**
     * Writes the bytes of {@link #toBytes()} in pieces of at most 64 KiB each, of which one at a time is in memory.
     *
     * @throws IOException if {@code out} does; part of the text may be written then
     */
    public void writeTo(OutputStream out) throws IOException {
        JsonWriter.print(this, out);
    }

    /**
     * About how many bytes {@link #toBytes()} has, without looking into long strings: a character counts for one byte,
     * escapes are left out.
     */
    public long roughSize() {
        return RoughSize.of(this);
    }

    /** The length of the canonical form where it is remembered, else 0. */
    int knownSize() {
        return canonicalSize;
    }

    @Override
    public byte[] toCanonical() {
        byte[] bytes = JsonWriter.canonical(this, canonicalSize);
        canonicalSize = bytes.length;
        return bytes;
    }

    @Override
    public int canonicalSize() {
        if (canonicalSize == 0) {
            var sum = new CanonicalSize(size());
            members.forEach(sum::addMember);
            canonicalSize = sum.bytes();
        }
        return canonicalSize;
    }

    /** Derives size and hash from those of {@code before}, where known, and the one member that changed. */
    private void inherit(JsonObject before, String name, @Nullable Json old, @Nullable Json value) {
        if (CanonicalSize.isExact(before.canonicalSize)) {
            var sum = CanonicalSize.changing(before.canonicalSize, before.size(), size());
            if (old != null) {
                sum.removeMember(name, old);
            }
            if (value != null) {
                sum.addMember(name, value);
            }
            canonicalSize = sum.bytes();
        }
        if (before.hash != 0) {
            hash = before.hash - hash(name, old) + hash(name, value);
        }
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a shortcut
    public boolean sameValue(Json other) {
        return this == other || (other instanceof JsonObject object && hasCounterparts(object, Json::sameValue));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof JsonObject object
                        && !differsAtAGlance(object)
                        && hasCounterparts(object, Json::equals));
    }

    /** Whether {@code other} has the same names, with values that {@code match}. */
    private boolean hasCounterparts(JsonObject other, BiPredicate<Json, Json> match) {
        if (size() != other.size()) {
            return false;
        }
        for (Map.Entry<String, Json> member : entries()) {
            Json counterpart = other.get(member.getKey());
            if (counterpart == null || !match.test(member.getValue(), counterpart)) {
                return false;
            }
        }
        return true;
    }

    private boolean differsAtAGlance(JsonObject other) {
        return (hash != 0 && other.hash != 0 && hash != other.hash)
                || (canonicalSize != 0 && other.canonicalSize != 0 && canonicalSize != other.canonicalSize);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            int sum = 0;
            for (Map.Entry<String, Json> member : entries()) {
                sum += hash(member.getKey(), member.getValue());
            }
            hash = sum;
        }
        return hash;
    }

    /** A sum of these does not depend on the order of members. */
    private static int hash(String name, @Nullable Json value) {
        return value == null ? 0 : (31 * name.hashCode() + value.hashCode()) * 0x9E3779B9;
    }

    @Override
    public String toString() {
        return JsonWriter.text(this);
    }

    /** Builds an object; a member set twice keeps the last value. Not thread-safe. */
    public static final class Builder {
        private final MemberBuffer members = new MemberBuffer();

        private Builder() {}

        /** Sets a member. */
        public Builder put(String name, Json value) {
            Utf8.requireWellFormed(name);
            members.put(name, value);
            return this;
        }

        /** Sets a member to a string. */
        public Builder put(String name, String value) {
            return put(name, Json.of(value));
        }

        /** Sets a member to an integer. */
        public Builder put(String name, long value) {
            return put(name, Json.of(value));
        }

        /** Sets a member to {@code true} or {@code false}. */
        public Builder put(String name, boolean value) {
            return put(name, Json.of(value));
        }

        /** Sets a member, unless {@code value} is null. */
        public Builder putIfPresent(String name, @Nullable Json value) {
            return value == null ? this : put(name, value);
        }

        /** Sets a member to a string, unless {@code value} is null. */
        public Builder putIfPresent(String name, @Nullable String value) {
            return value == null ? this : put(name, value);
        }

        /** The object of the members put so far. */
        public JsonObject build() {
            return members.toObject();
        }
    }
}
