package dev.holdfast.json;

import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A number whose literal is anything but the plain one of a 64-bit integer. */
final class DecimalNumber extends JsonNumber {
    private final String literal;
    private final BigDecimal decimal;

    /** Both must agree, and be within the limits. */
    DecimalNumber(String literal, BigDecimal decimal) {
        this.literal = literal;
        this.decimal = decimal;
    }

    @Override
    public String literal() {
        return literal;
    }

    @Override
    public BigDecimal decimal() {
        return decimal;
    }

    @Override
    public boolean isIntegral() {
        return decimal.scale() <= 0 || decimal.stripTrailingZeros().scale() <= 0;
    }

    @Override
    public OptionalLong exactLong() {
        boolean tooLarge = decimal.signum() != 0 && decimal.precision() - decimal.scale() > 19;
        if (tooLarge || !isIntegral()) {
            return OptionalLong.empty();
        }
        var integer = decimal.toBigIntegerExact();
        return integer.bitLength() < Long.SIZE ? OptionalLong.of(integer.longValue()) : OptionalLong.empty();
    }

    @Override
    public double toDouble() {
        return Double.parseDouble(literal);
    }

    @Override
    public int canonicalSize() {
        return literal.length();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DecimalNumber number && literal.equals(number.literal);
    }

    @Override
    public int hashCode() {
        return literal.hashCode();
    }
}
