package dev.holdfast.json;

import dev.holdfast.json.JsonParseException.Reason;
import java.math.BigDecimal;
import java.util.Optional;

/** Reading and writing of number literals (RFC 8259 section 6) and the limits on them. */
final class NumberLiteral {
    /** Enough for every number within the limits written without needless zeros; anything longer is refused unread. */
    static final int MAX_LENGTH = 1_000;

    /** So many digits fit a long whatever they are. */
    private static final int SAFE_LONG_DIGITS = 18;

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
        if (literal.length() > MAX_LENGTH) {
            throw JsonParseException.of(Reason.NUMBER, "number is longer than " + MAX_LENGTH + " characters");
        }
        BigDecimal decimal = decimal(literal);
        if (!isWithinLimits(decimal)) {
            throw outsideLimits();
        }
        return new DecimalNumber(literal, decimal);
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

    static Optional<JsonNumber> print(BigDecimal value) {
        // Plain notation may need zeros that count as digits: 1e200 has one, its plain form 201.
        if (isWithinLimits(value)) {
            boolean plain = value.scale() >= 0 || value.precision() - (long) value.scale() <= JsonNumber.MAX_DIGITS;
            return Optional.of(ofValid(plain ? value.toPlainString() : value.toString()));
        }
        return Optional.empty();
    }

    /** The notation of ECMAScript's Number::toString, which RFC 8785 prescribes. */
    static JsonNumber print(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a JSON number cannot be " + value);
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (decimal.signum() == 0) {
            return new LongNumber(0);
        }
        if (exponent >= -7 && exponent < 21) {
            return ofValid(decimal.toPlainString());
        }
        String coefficient = decimal.movePointLeft(exponent).toPlainString();
        return ofValid(coefficient + (exponent < 0 ? "e" : "e+") + exponent);
    }

    private static JsonParseException outsideLimits() {
        return JsonParseException.of(
                Reason.NUMBER,
                "number has more than " + JsonNumber.MAX_DIGITS + " significant digits or an exponent beyond "
                        + JsonNumber.MAX_EXPONENT);
    }

    private static BigDecimal decimal(String literal) {
        try {
            return new BigDecimal(literal);
        } catch (NumberFormatException e) {
            // The grammar is right, so the exponent is past what BigDecimal holds.
            throw outsideLimits();
        }
    }

    private static boolean isWithinLimits(BigDecimal value) {
        long exponent = value.precision() - (long) value.scale() - 1;
        return value.precision() <= JsonNumber.MAX_DIGITS && Math.abs(exponent) <= JsonNumber.MAX_EXPONENT;
    }

    private static boolean isPlainLong(String literal) {
        int length = literal.length();
        int first = literal.charAt(0) == '-' ? 1 : 0;
        if (literal.equals("-0") || length - first > SAFE_LONG_DIGITS + 1 || digits(literal, first) != length) {
            return false;
        }
        return length - first <= SAFE_LONG_DIGITS || fitsLong(literal);
    }

    private static boolean fitsLong(String nineteenDigits) {
        String bound = nineteenDigits.charAt(0) == '-' ? "-9223372036854775808" : "9223372036854775807";
        return nineteenDigits.compareTo(bound) <= 0;
    }

    private static boolean isNumber(String literal) {
        int at = literal.startsWith("-") ? 1 : 0;
        int afterInteger = literal.startsWith("0", at) ? at + 1 : digits(literal, at);
        if (afterInteger == at) {
            return false;
        }
        int afterFraction = afterInteger;
        if (literal.startsWith(".", afterInteger)) {
            afterFraction = digits(literal, afterInteger + 1);
            if (afterFraction == afterInteger + 1) {
                return false;
            }
        }
        return afterFraction == literal.length() || isExponent(literal, afterFraction);
    }

    private static boolean isExponent(String literal, int at) {
        if (!literal.startsWith("e", at) && !literal.startsWith("E", at)) {
            return false;
        }
        boolean signed = literal.startsWith("+", at + 1) || literal.startsWith("-", at + 1);
        int first = signed ? at + 2 : at + 1;
        return first < literal.length() && digits(literal, first) == literal.length();
    }

    /** The index after the digits that start at {@code from}. */
    private static int digits(String literal, int from) {
        int at = from;
        while (at < literal.length() && literal.charAt(at) >= '0' && literal.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
