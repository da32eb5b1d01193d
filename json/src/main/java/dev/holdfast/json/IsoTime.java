package dev.holdfast.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Reads and writes times as {@link Instant#parse} and {@link Instant#toString()} do, for which these take ten times as
 * long.
 */
public final class IsoTime {
    private static final int SECONDS_PER_DAY = 86_400;

    /** The first second that is not of a year from 0 to 9999. */
    private static final long END = Instant.parse("+10000-01-01T00:00:00Z").getEpochSecond();

    private static final long BEGIN = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

    private static final int DAYS_PER_ERA = 146_097;

    /** Days from March 1st of year 0 to 1970. */
    private static final int TO_1970 = 719_468;

    /** What a text looks like up to its seconds, with d for a digit. */
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";

    private static final int NANO_DIGITS = 9;

    private IsoTime() {}

    /**
     * The time that a text tells.
     *
     * @throws java.time.format.DateTimeParseException if it tells none
     */
    public static Instant parse(String text) {
        if (hasShape(text)) {
            try {
                return LocalDateTime.of(
                                number(text, 0, 4),
                                number(text, 5, 7),
                                number(text, 8, 10),
                                number(text, 11, 13),
                                number(text, 14, 16),
                                number(text, 17, 19),
                                nanos(text))
                        .toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                // Told below, unless it is one that only a calendar knows, as the end of a day by 24:00.
            }
        }
        return Instant.parse(text);
    }

    /** Whether it is as {@link #write} writes it, with any number of digits behind the point. */
    private static boolean hasShape(String text) {
        int end = text.length() - 1;
        boolean whole = end == SHAPE.length();
        if (!whole && (end <= SHAPE.length() + 1 || end > SHAPE.length() + 1 + NANO_DIGITS)) {
            return false;
        }
        boolean fits = text.charAt(end) == 'Z' && (whole || text.charAt(SHAPE.length()) == '.');
        for (int i = 0; fits && i < SHAPE.length(); i++) {
            fits = SHAPE.charAt(i) == 'd' ? isDigit(text.charAt(i)) : SHAPE.charAt(i) == text.charAt(i);
        }
        for (int i = SHAPE.length() + 1; fits && i < end; i++) {
            fits = isDigit(text.charAt(i));
        }
        return fits;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int nanos(String text) {
        int begin = SHAPE.length() + 1;
        int end = text.length() - 1;
        if (begin >= end) {
            return 0;
        }
        int nanos = number(text, begin, end);
        for (int digits = end - begin; digits < NANO_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static int number(String digits, int begin, int end) {
        int number = 0;
        for (int i = begin; i < end; i++) {
            number = 10 * number + digits.charAt(i) - '0';
        }
        return number;
    }

    static void write(Instant time, JsonWriter to) {
        long seconds = time.getEpochSecond();
        if (seconds < BEGIN || seconds >= END) {
            to.ascii(time.toString());
            return;
        }
        date(Math.floorDiv(seconds, SECONDS_PER_DAY), to);
        int rest = Math.floorMod(seconds, SECONDS_PER_DAY);
        part('T', rest / 3600, 2, to);
        part(':', rest / 60 % 60, 2, to);
        part(':', rest % 60, 2, to);
        fraction(time.getNano(), to);
        to.put('Z');
    }

    /** The date in a calendar whose years begin in March, so that a leap day is the last one of its year. */
    private static void date(long epochDay, JsonWriter to) {
        long day = epochDay + TO_1970;
        int era = (int) Math.floorDiv(day, DAYS_PER_ERA);
        int inEra = Math.floorMod(day, DAYS_PER_ERA);
        int yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365;
        int inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int fromMarch = (5 * inYear + 2) / 153;
        int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        int year = 400 * era + yearOfEra + (month <= 2 ? 1 : 0);
        to.digits(year, 4);
        part('-', month, 2, to);
        part('-', inYear - (153 * fromMarch + 2) / 5 + 1, 2, to);
    }

    /** As many groups of three digits as there are until the end of those that are not 0. */
    private static void fraction(int nanos, JsonWriter to) {
        if (nanos == 0) {
            return;
        } else if (nanos % 1_000_000 == 0) {
            part('.', nanos / 1_000_000, 3, to);
        } else if (nanos % 1_000 == 0) {
            part('.', nanos / 1_000, 6, to);
        } else {
            part('.', nanos, 9, to);
        }
    }

    private static void part(char before, int value, int digits, JsonWriter to) {
        to.put(before);
        to.digits(value, digits);
    }
}
