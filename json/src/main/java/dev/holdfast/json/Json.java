package dev.holdfast.json;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value (RFC 8259). Values are immutable and safe to share between threads.
 *
 * <p>{@link #equals} means <em>identical</em>: the canonical forms are the same bytes, so {@code 1} and {@code 1.0}
 * differ while the order of an object's members does not matter. {@link #sameValue} also treats numbers of equal value
 * as equal.
 *
 * <p>No value nests deeper than {@link #MAX_DEPTH}; building one that would throws {@link IllegalArgumentException}.
 * That bound is what lets every operation here recurse.
 */
public sealed interface Json permits JsonNull, JsonBoolean, JsonNumber, JsonString, JsonArray, JsonObject {
    // This interface must have no default methods: with one, initialising JsonNull would initialise
    // Json first, and NULL would be read before it is set.

    /** The value {@code null}. */
    Json NULL = JsonNull.NULL;

    /**
     * The deepest nesting any value can have; what the parser allows is usually less ({@link JsonLimits}). A level can
     * take more than a kilobyte of stack, and a thread has a megabyte.
     */
    int MAX_DEPTH = 256;

    /**
     * The value written in {@code text}, within {@link JsonLimits#DEFAULT}.
     *
     * @throws JsonParseException if it is not one JSON text
     */
    static Json parse(String text) {
        return parse(text, JsonLimits.DEFAULT);
    }

    /**
     * The value written in {@code text}; its size is that of its UTF-8 form.
     *
     * @throws JsonParseException if it is not one JSON text, or exceeds the limits
     */
    static Json parse(String text, JsonLimits limits) {
        return JsonReader.read(text, limits);
    }

    /**
     * The value written in {@code utf8}, within {@link JsonLimits#DEFAULT}.
     *
     * @throws JsonParseException if it is not one JSON text
     */
    static Json parse(byte[] utf8) {
        return parse(utf8, JsonLimits.DEFAULT);
    }

    /**
     * The value written in {@code utf8}.
     *
     * @throws JsonParseException if it is not one JSON text in UTF-8 without a byte order mark, or exceeds the limits
     */
    static Json parse(byte[] utf8, JsonLimits limits) {
        return JsonReader.read(utf8, limits);
    }

    /**
     * A string.
     *
     * @throws IllegalArgumentException if it holds an unpaired surrogate
     */
    static JsonString of(String value) {
        return new JsonString(value);
    }

    /**
     * The string that is the compact text of a value. It keeps the value alone and is written from it, so that it costs
     * no memory of its own.
     */
    static JsonString textOf(Json value) {
        return JsonString.textOf(value);
    }

    /** An integer. */
    static JsonNumber of(long value) {
        return JsonNumber.of(value);
    }

    /** A decimal with the digits it has, as {@link JsonNumber#of(BigDecimal)}. */
    static JsonNumber of(BigDecimal value) {
        return JsonNumber.of(value);
    }

    /** The shortest decimal that reads back as {@code value}, as {@link JsonNumber#of(double)}. */
    static JsonNumber of(double value) {
        return JsonNumber.of(value);
    }

    /** {@code true} or {@code false}. */
    static JsonBoolean of(boolean value) {
        return JsonBoolean.of(value);
    }

    /**
     * An order of all values in which exactly those are equal that are {@linkplain #sameValue the same}. Sets that are
     * sorted by it find a value without comparing it to each, and there are no values that collide, as there are with
     * hash codes.
     */
    static Comparator<Json> valueOrder() {
        return ValueOrder.UNCOUNTED;
    }

    /**
     * The same order, which counts: a comparison may cost as much as the smaller of the two values.
     *
     * @param work told, before any two parts are compared, what that costs: 1 for each, and more for long texts. It may
     *     throw to end the comparison
     */
    static Comparator<Json> valueOrder(LongConsumer work) {
        return new ValueOrder(work);
    }

    /** The compact JSON text in member order, as it goes over the wire. */
    @Override
    String toString();

    /** The bytes of {@link #toString()} in UTF-8. */
    byte[] toBytes();

    /**
     * The canonical form in UTF-8: members in the order of RFC 8785 section 3.2.3 (UTF-16 code units), string escapes
     * of section 3.2.2.2, no whitespace, and numbers with their digits as received, where RFC 8785 would rewrite them.
     */
    byte[] toCanonical();

    /**
     * The length of {@link #toCanonical()} in bytes, which is also that of {@link #toBytes()}. Containers remember it
     * and their edits update it, so that asking again costs no scan. {@link Integer#MAX_VALUE} stands for anything
     * larger, which shared parts can add up to; such a value cannot be printed.
     */
    int canonicalSize();

    /** How deep containers nest: 0 for a scalar, 1 for {@code []} and {@code {}}. */
    int depth();

    /**
     * Whether the values are equal with numbers compared by value ({@code 1} = {@code 1.0}), as RFC 6902 section 4.6
     * asks.
     */
    boolean sameValue(Json other);

    /** Whether {@code other} is identical: its canonical form is the same. */
    @Override
    boolean equals(@Nullable Object other);

    /** Consistent with {@link #equals}, and so independent of the order of members. */
    @Override
    int hashCode();
}
