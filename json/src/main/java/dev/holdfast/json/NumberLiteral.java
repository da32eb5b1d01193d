package dev.holdfast.json;

import dev.holdfast.json.JsonParseException.Reason;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** Reading and writing of number literals (RFC 8259 section 6) and the limits on them. */
final class NumberLiteral {
    static final String LIMITS = "more than " + JsonNumber.MAX_DIGITS + " significant digits or an exponent beyond ±"
            + JsonNumber.MAX_EXPONENT;

    /**
     * Enough for every number within the limits written without needless zeros; anything longer is refused without
     * parsing.
     */
    static final int MAX_LENGTH = 1_000;

    /** Any number of this many digits fits a long. */
    private static final int SAFE_LONG_DIGITS = 18;

    private static final MathContext ONE_DIGIT = new MathContext(1);

    private NumberLiteral() {}

    static JsonNumber parse(String literal) {
        if (!isNumber(literal)) {
            throw JsonParseException.of(Reason.SYNTAX, "not a JSON number");
        }
        return ofValid(literal);
    }

    /** The number of a literal whose grammar has been checked. */
    static JsonNumber ofValid(String literal) {
        if (isPlainLong(literal)) {
            return new LongNumber(Long.parseLong(literal));
        }
        if (!isWithinLimits(literal)) {
            throw JsonParseException.of(Reason.NUMBER, "number has " + LIMITS);
        }
        return new DecimalNumber(literal);
    }

    /** The number of {@code length} characters that are an integer whose grammar has been checked. */
    static JsonNumber ofValidInteger(char[] chars, int offset, int length) {
        boolean negative = chars[offset] == '-';
        int first = negative ? offset + 1 : offset;
        int end = offset + length;
        boolean negativeZero = negative && chars[first] == '0';
        if (end - first > SAFE_LONG_DIGITS || negativeZero) {
            return ofValid(new String(chars, offset, length));
        }
        long value = 0;
        for (int i = first; i < end; i++) {
            value = value * 10 + (chars[i] - '0');
        }
        return new LongNumber(negative ? -value : value);
    }

    /** The number of a decimal, if it is within the limits: written plainly unless that takes too many digits. */
    static Optional<JsonNumber> print(BigDecimal value) {
        if (!isWithinLimits(value)) {
            return Optional.empty();
        }
        // The zeros that plain notation puts at the end count as digits: 1e200 has one digit, written plainly 201.
        boolean plain = value.scale() >= 0 || value.precision() - (long) value.scale() <= JsonNumber.MAX_DIGITS;
        return Optional.of(ofValid(plain ? value.toPlainString() : value.toString()));
    }

    /** The notation of ECMAScript's Number::toString, which RFC 8785 section 3.2.2.3 prescribes. */
    static JsonNumber print(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a JSON number cannot be " + value);
        }
        BigDecimal decimal = shortest(value);
        if (decimal.signum() == 0) {
            return new LongNumber(0);
        }
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -6 && exponent <= 20) {
            return ofValid(decimal.toPlainString());
        }
        String coefficient = decimal.movePointLeft(exponent).toPlainString();
        return ofValid(coefficient + (exponent < 0 ? "e" : "e+") + exponent);
    }

    /** The decimal of fewest digits that reads back as {@code value}. */
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        // Java prints two digits even where one would do: 4.9E-324.
        BigDecimal digit = decimal.round(ONE_DIGIT);
        return digit.doubleValue() == value ? digit : decimal;
    }

    private static boolean isWithinLimits(String literal) {
        boolean plain = literal.indexOf('e') < 0 && literal.indexOf('E') < 0;
        if (plain && literal.length() <= JsonNumber.MAX_DIGITS) {
            return true;
        }
        try {
            return literal.length() <= MAX_LENGTH && isWithinLimits(new BigDecimal(literal));
        } catch (NumberFormatException e) {
            // The grammar is right, so it is the exponent that BigDecimal cannot hold.
            return false;
        }
    }

    private static boolean isWithinLimits(BigDecimal value) {
        long exponent = value.precision() - (long) value.scale() - 1;
        return value.precision() <= JsonNumber.MAX_DIGITS && Math.abs(exponent) <= JsonNumber.MAX_EXPONENT;
    }

    /** Whether a literal whose grammar has been checked is the one that a long prints as. */
    private static boolean isPlainLong(String literal) {
        int length = literal.length();
        int first = literal.charAt(0) == '-' ? 1 : 0;
        if (length - first > SAFE_LONG_DIGITS + 1 || literal.equals("-0") || digitsEnd(literal, first) != length) {
            return false;
        }
        return length - first <= SAFE_LONG_DIGITS || fitsLong(literal);
    }

    private static boolean fitsLong(String nineteenDigits) {
        String bound = Long.toString(nineteenDigits.charAt(0) == '-' ? Long.MIN_VALUE : Long.MAX_VALUE);
        return nineteenDigits.compareTo(bound) <= 0;
    }

    private static boolean isNumber(String literal) {
        int at = literal.startsWith("-") ? 1 : 0;
        int integerEnd = literal.startsWith("0", at) ? at + 1 : digitsEnd(literal, at);
        int end = literal.startsWith(".", integerEnd) ? digitsEnd(literal, integerEnd + 1) : integerEnd;
        boolean emptyFraction = end == integerEnd + 1;
        return integerEnd > at && !emptyFraction && (end == literal.length() || isExponent(literal, end));
    }

    private static boolean isExponent(String literal, int at) {
        if (!literal.startsWith("e", at) && !literal.startsWith("E", at)) {
            return false;
        }
        boolean signed = literal.startsWith("+", at + 1) || literal.startsWith("-", at + 1);
        int first = signed ? at + 2 : at + 1;
        return first < literal.length() && digitsEnd(literal, first) == literal.length();
    }

    /** The index after the digits that start at {@code from}. */
    private static int digitsEnd(String literal, int from) {
        int at = from;
        while (at < literal.length() && literal.charAt(at) >= '0' && literal.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
