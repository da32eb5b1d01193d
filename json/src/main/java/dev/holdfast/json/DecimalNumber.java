package dev.holdfast.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A number whose literal is not the plain one of a 64-bit integer. */
final class DecimalNumber extends JsonNumber {
    private final String literal;

    /** The caller has checked that the literal fits the grammar and the limits. */
    DecimalNumber(String literal) {
        this.literal = literal;
    }

    @Override
    public String literal() {
        return literal;
    }

    @Override
    public BigDecimal decimal() {
        return new BigDecimal(literal);
    }

    @Override
    public boolean isIntegral() {
        return isIntegral(decimal());
    }

    private static boolean isIntegral(BigDecimal decimal) {
        return decimal.scale() <= 0 || decimal.stripTrailingZeros().scale() <= 0;
    }

    @Override
    public OptionalLong exactLong() {
        BigDecimal decimal = decimal();
        if (!isIntegral(decimal)) {
            return OptionalLong.empty();
        }
        BigInteger integer = decimal.toBigIntegerExact();
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
