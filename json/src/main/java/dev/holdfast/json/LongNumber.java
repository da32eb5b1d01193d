package dev.holdfast.json;

import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A number whose literal is the plain one of a 64-bit integer; no other class holds such a literal. */
final class LongNumber extends JsonNumber {
    private final long value;

    LongNumber(long value) {
        this.value = value;
    }

    long value() {
        return value;
    }

    @Override
    public String literal() {
        return Long.toString(value);
    }

    @Override
    public BigDecimal decimal() {
        return BigDecimal.valueOf(value);
    }

    @Override
    public boolean isIntegral() {
        return true;
    }

    @Override
    public OptionalLong exactLong() {
        return OptionalLong.of(value);
    }

    @Override
    public double toDouble() {
        return (double) value;
    }

    @Override
    public JsonNumber plus(JsonNumber other) {
        if (other instanceof LongNumber number) {
            long sum = value + number.value;
            boolean overflowed = ((value ^ sum) & (number.value ^ sum)) < 0;
            if (!overflowed) {
                return new LongNumber(sum);
            }
        }
        return super.plus(other);
    }

    @Override
    public boolean sameValue(Json other) {
        return other instanceof LongNumber number ? value == number.value : super.sameValue(other);
    }

    int compareTo(LongNumber other) {
        return Long.compare(value, other.value);
    }

    @Override
    public int canonicalSize() {
        if (value == Long.MIN_VALUE) {
            return literal().length();
        }
        return value < 0 ? 1 + digits(-value) : digits(value);
    }

    /** How many decimal digits {@code magnitude} has, which is not negative. */
    static int digits(long magnitude) {
        int digits = 1;
        for (long rest = magnitude / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LongNumber number && value == number.value;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value);
    }
}
