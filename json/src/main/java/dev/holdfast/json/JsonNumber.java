package dev.holdfast.json;

import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * A number, kept with the digits it was written with: {@code 1}, {@code 1.0} and {@code 1e0} are equal in value
 * ({@link #sameValue}) but not identical.
 *
 * <p>A number has at most {@link #MAX_DIGITS} significant digits, counted from the first that is not zero to the last
 * written, and its exponent in scientific notation is within ±{@link #MAX_EXPONENT}. Within those bounds every
 * operation here is exact and cheap.
 */
public abstract sealed class JsonNumber implements Json permits LongNumber, DecimalNumber {
    /** The most significant digits a number can have. */
    public static final int MAX_DIGITS = 100;

    /** The largest magnitude of a number's decimal exponent. */
    public static final int MAX_EXPONENT = 400;

    JsonNumber() {}

    /** An integer, written plainly. */
    public static JsonNumber of(long value) {
        return new LongNumber(value);
    }

    /**
     * A decimal, written plainly where that keeps within the limit of digits and in scientific notation otherwise.
     *
     * @throws IllegalArgumentException if it is outside the limits
     */
    public static JsonNumber of(BigDecimal value) {
        return NumberLiteral.print(value)
                .orElseThrow(() -> new IllegalArgumentException("number has " + NumberLiteral.LIMITS));
    }

    /**
     * The shortest decimal that reads back as {@code value}, in the notation of RFC 8785 section 3.2.2.3.
     *
     * @throws IllegalArgumentException if it is infinite or not a number
     */
    public static JsonNumber of(double value) {
        return NumberLiteral.print(value);
    }

    /**
     * The number written as {@code literal} in the grammar of RFC 8259 section 6.
     *
     * @throws JsonParseException if it is not a number or outside the limits
     */
    public static JsonNumber parse(String literal) {
        return NumberLiteral.parse(literal);
    }

    /** The digits as they were written. */
    public abstract String literal();

    /** The exact value. */
    public abstract BigDecimal decimal();

    /** Whether the value is an integer, however it is written: {@code 1.0} and {@code 1e2} are. */
    public abstract boolean isIntegral();

    /** The exact value, if it is an integer within 64 bits. */
    public abstract OptionalLong exactLong();

    /**
     * The exact value as a long.
     *
     * @throws ArithmeticException if it is no integer within 64 bits
     */
    public long toLong() {
        return exactLong().orElseThrow(() -> new ArithmeticException("the number is no integer within 64 bits"));
    }

    /**
     * The exact value as an int.
     *
     * @throws ArithmeticException if it is no integer within 32 bits
     */
    public int toInt() {
        return Math.toIntExact(toLong());
    }

    /** The nearest double; infinite beyond its range. */
    public abstract double toDouble();

    /**
     * The exact sum, written like {@link #of(BigDecimal)}: {@code 5+1=6}, {@code 1.5+1=2.5}.
     *
     * @throws ArithmeticException if it is outside the limits
     */
    public JsonNumber plus(JsonNumber other) {
        return NumberLiteral.print(decimal().add(other.decimal()))
                .orElseThrow(() -> new ArithmeticException("sum has " + NumberLiteral.LIMITS));
    }

    @Override
    public final byte[] toBytes() {
        return JsonWriter.print(this);
    }

    @Override
    public final byte[] toCanonical() {
        return toBytes();
    }

    @Override
    public final int depth() {
        return 0;
    }

    @Override
    public boolean sameValue(Json other) {
        return equals(other) || (other instanceof JsonNumber number && decimal().compareTo(number.decimal()) == 0);
    }

    @Override
    public final String toString() {
        return literal();
    }
}
