package dev.holdfast.json;

import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * An array. It is immutable and persistent: every edit returns another array that shares its parts with this one, and
 * costs O(log n).
 *
 * <p>An index outside the array throws {@link IndexOutOfBoundsException}.
 */
public final class JsonArray implements Json, Iterable<Json> {
    /** The array without elements. */
    public static final JsonArray EMPTY = new JsonArray(FlatElements.NONE);

    private final Elements elements;
    private final int depth;

    // Both are 0 until first asked for. Threads that race to write one write the same value.
    private int canonicalSize;
    private int hash;

    JsonArray(Elements elements) {
        this.elements = elements;
        this.depth = Nesting.around(elements.deepest());
    }

    /** An array of these elements. */
    public static JsonArray of(Json... elements) {
        return elements.length == 0 ? EMPTY : new JsonArray(Elements.of(elements.clone()));
    }

    /** An array of these elements. */
    public static JsonArray copyOf(Collection<? extends Json> elements) {
        return elements.isEmpty() ? EMPTY : new JsonArray(Elements.of(elements.toArray(Json[]::new)));
    }

    /** The element at {@code index}, from 0. */
    public Json get(int index) {
        return elements.get(Objects.checkIndex(index, size()));
    }

    /** The number of elements. */
    public int size() {
        return elements.size();
    }

    /** Whether there are no elements. */
    public boolean isEmpty() {
        return elements.size() == 0;
    }

    /** This array with the element at {@code index} replaced. */
    @SuppressWarnings("ReferenceEquality") // comparing the values could cost as much as they are long
    public JsonArray with(int index, Json value) {
        Json old = get(index);
        if (old == value) {
            return this;
        }
        Elements changed = elements.with(index, value);
        return new JsonArray(changed).inherit(this, old, value);
    }

    /** This array with {@code value} after its last element. */
    public JsonArray appended(Json value) {
        return inserted(size(), value);
    }

    /** This array with {@code values} after its last element. */
    public JsonArray appendedAll(Iterable<? extends Json> values) {
        JsonArray result = this;
        for (Json value : values) {
            result = result.appended(value);
        }
        return result;
    }

    /** This array with {@code value} before the element at {@code index}, or after the last one if that is the size. */
    public JsonArray inserted(int index, Json value) {
        Elements changed = elements.inserted(Objects.checkIndex(index, size() + 1), value);
        return new JsonArray(changed).inherit(this, null, value);
    }

    /** This array without the element at {@code index}. */
    public JsonArray without(int index) {
        Json old = get(index);
        Elements rest = elements.without(index);
        return new JsonArray(rest).inherit(this, old, null);
    }

    @Override
    public Iterator<Json> iterator() {
        return elements.iterator();
    }

    /** The elements in order. */
    public Stream<Json> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** The length of the canonical form where it is remembered, else 0. */
    int knownSize() {
        return canonicalSize;
    }

    @Override
    public byte[] toBytes() {
        byte[] bytes = JsonWriter.print(this, canonicalSize);
        canonicalSize = bytes.length;
        return bytes;
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
            elements.forEach(sum::add);
            canonicalSize = sum.bytes();
        }
        return canonicalSize;
    }

    /** Derives the size from that of {@code before}, if known, and the one element that changed. */
    private JsonArray inherit(JsonArray before, @Nullable Json old, @Nullable Json value) {
        if (CanonicalSize.isExact(before.canonicalSize)) {
            var sum = CanonicalSize.changing(before.canonicalSize, before.size(), size());
            if (old != null) {
                sum.remove(old);
            }
            if (value != null) {
                sum.add(value);
            }
            canonicalSize = sum.bytes();
        }
        return this;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a shortcut
    public boolean sameValue(Json other) {
        return this == other || (other instanceof JsonArray array && hasCounterparts(array, Json::sameValue));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof JsonArray array
                        && !differsAtAGlance(array)
                        && hasCounterparts(array, Json::equals));
    }

    /** Whether {@code other} has as many elements, with values that {@code match}. */
    private boolean hasCounterparts(JsonArray other, BiPredicate<Json, Json> match) {
        if (size() != other.size()) {
            return false;
        }
        Iterator<Json> counterparts = other.iterator();
        for (Json element : this) {
            if (!match.test(element, counterparts.next())) {
                return false;
            }
        }
        return true;
    }

    private boolean differsAtAGlance(JsonArray other) {
        return (hash != 0 && other.hash != 0 && hash != other.hash)
                || (canonicalSize != 0 && other.canonicalSize != 0 && canonicalSize != other.canonicalSize);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            int sum = 1;
            for (Json element : this) {
                sum = 31 * sum + element.hashCode();
            }
            hash = sum;
        }
        return hash;
    }

    @Override
    public String toString() {
        return JsonWriter.text(this);
    }
}
