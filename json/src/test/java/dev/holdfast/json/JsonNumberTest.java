package dev.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.json.JsonParseException.Reason;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonNumberTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1",
                "-1",
                "10",
                "1.0",
                "1.50",
                "-0.0",
                "0e0",
                "1e5",
                "1E5",
                "1e+5",
                "1E-05",
                "123456789012345678",
                "1234567890123456789",
                "9223372036854775807",
                "-9223372036854775808",
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999",
                "1e400",
                "1e-400",
                "-9.99e399"
            })
    void literal_isKept(String literal) {
        JsonNumber number = JsonNumber.parse(literal);
        assertThat(number.literal()).isEqualTo(literal);
        assertThat(number).hasToString(literal).isEqualTo(Json.parse(literal)).hasSameHashCodeAs(Json.parse(literal));
        assertThat(number.toCanonical()).asString().isEqualTo(literal);
        assertThat(number.canonicalSize()).isEqualTo(literal.length());
        assertThat(number.decimal()).isEqualTo(new BigDecimal(literal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-", "+1", "01", "1.", ".1", "1e", "1e+", "a", "1a", " 1", "1 ", "0x1", "NaN", "1e1e1", "--1",
                "1.2.3", "٣"
            })
    void parse_refusesOtherLiterals(String literal) {
        assertThatThrownBy(() -> JsonNumber.parse(literal))
                .isInstanceOfSatisfying(
                        JsonParseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SYNTAX));
    }

    @TestFactory
    Stream<DynamicTest> limits_admit() {
        return Stream.of(
                        "1".repeat(100),
                        "-" + "9".repeat(100),
                        "0." + "0".repeat(399) + "1",
                        "0." + "0".repeat(300) + "1".repeat(100),
                        "1e400",
                        "1e-400",
                        "1." + "0".repeat(99),
                        "12e399",
                        "0.01e402",
                        "0e400",
                        "1e0000000000000400")
                .map(literal -> DynamicTest.dynamicTest(literal, () -> {
                    assertThat(JsonNumber.parse(literal).literal()).isEqualTo(literal);
                    assertThat(Json.parse("[" + literal + "]")).hasToString("[" + literal + "]");
                }));
    }

    @TestFactory
    Stream<DynamicTest> limits_refuse() {
        return Stream.of(
                        "1".repeat(101),
                        "1" + "0".repeat(100),
                        "-" + "9".repeat(101),
                        "1." + "0".repeat(100),
                        "1e401",
                        "1e-401",
                        "12e400",
                        "0.1e-400",
                        "0." + "0".repeat(400) + "1",
                        "0e401",
                        "0e-401",
                        "1e99999999999999999999",
                        "1e-99999999999999999999",
                        "1e2147483648",
                        "0." + "0".repeat(2_000) + "e2000",
                        "1".repeat(100_000))
                .map(literal -> DynamicTest.dynamicTest(literal.substring(0, Math.min(100, literal.length())), () -> {
                    assertRefused(() -> JsonNumber.parse(literal));
                    assertRefused(() -> Json.parse(literal));
                }));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable parse) {
        assertThatThrownBy(parse)
                .isInstanceOfSatisfying(
                        JsonParseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NUMBER));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1.0",
        "1,1e0",
        "1,10e-1",
        "0,-0",
        "0,0.00",
        "0,0e10",
        "100,1e2",
        "1.5,1.50",
        "9223372036854775807,9223372036854775807.0"
    })
    void sameValue_comparesByValueAndEqualsByLiteral(String one, String other) {
        assertThat(JsonNumber.parse(one).sameValue(JsonNumber.parse(other))).isTrue();
        assertThat(JsonNumber.parse(other).sameValue(JsonNumber.parse(one))).isTrue();
        assertThat(JsonNumber.parse(one)).isNotEqualTo(JsonNumber.parse(other));
    }

    @Test
    void sameValue_tellsNumbersApart() {
        assertThat(Json.of(1).sameValue(Json.of(2))).isFalse();
        assertThat(Json.of(1).sameValue(JsonNumber.parse("1.0000000000000000001")))
                .isFalse();
        assertThat(JsonNumber.parse("9007199254740993.0").sameValue(JsonNumber.parse("9007199254740992")))
                .isFalse();
        assertThat(Json.of(1).sameValue(Json.of("1"))).isFalse();
        assertThat(Json.of(1).sameValue(Json.of(true))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1,true,1",
        "1.0,true,1",
        "1e2,true,100",
        "1.50,false,",
        "-0,true,0",
        "0.0,true,0",
        "10e-1,true,1",
        "1e-1,false,",
        "9223372036854775807,true,9223372036854775807",
        "9223372036854775807.0,true,9223372036854775807",
        "9223372036854775808,true,",
        "-9223372036854775808.0,true,-9223372036854775808",
        "-9223372036854775809,true,",
        "1e400,true,",
        "1e-400,false,"
    })
    void exactLong_isThereForIntegersWithinItsRange(String literal, boolean integral, String exact) {
        JsonNumber number = JsonNumber.parse(literal);
        assertThat(number.isIntegral()).isEqualTo(integral);
        assertThat(number.exactLong())
                .isEqualTo(exact == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(exact)));
    }

    @Test
    void toDouble_isTheNearest() {
        assertThat(JsonNumber.parse("0.1").toDouble()).isEqualTo(0.1);
        assertThat(Json.of(3).toDouble()).isEqualTo(3.0);
        assertThat(JsonNumber.parse("1e400").toDouble()).isInfinite();
        assertThat(JsonNumber.parse("1e-400").toDouble()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "5,1,6",
        "1.5,1,2.5",
        "1.5,1.5,3.0",
        "0.1,0.2,0.3",
        "-1,1,0",
        "1e2,1,101",
        "1e2,1e2,200",
        "1e-2,1,1.01",
        "-0,0,0",
        "9223372036854775807,1,9223372036854775808",
        "-9223372036854775808,-1,-9223372036854775809",
        "9223372036854775808,-1,9223372036854775807",
        "1e200,1e200,2E+200",
        "1e-100,0,0.%s1"
    })
    void plus_isExactAndPlain(String one, String other, String sum) {
        String expected = sum.replace("%s", "0".repeat(99));
        assertThat(JsonNumber.parse(one).plus(JsonNumber.parse(other))).isEqualTo(JsonNumber.parse(expected));
        assertThat(JsonNumber.parse(other).plus(JsonNumber.parse(one))).isEqualTo(JsonNumber.parse(expected));
    }

    @Test
    void plus_outsideTheLimitsFails() {
        assertThatThrownBy(() -> JsonNumber.parse("1e400").plus(Json.of(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> JsonNumber.parse("9e400").plus(JsonNumber.parse("1e400")))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> JsonNumber.parse("1e-400").plus(Json.of(1))).isInstanceOf(ArithmeticException.class);
    }

    @TestFactory
    Stream<DynamicTest> plus_agreesWithBigDecimal() {
        return RandomJson.forSeeds(50, random -> {
            for (int i = 0; i < 100; i++) {
                JsonNumber one = random.number();
                JsonNumber other = random.number();
                BigDecimal sum = one.decimal().add(other.decimal());
                if (sum.precision() <= JsonNumber.MAX_DIGITS) {
                    assertThat(one.plus(other).decimal()).isEqualByComparingTo(sum);
                } else {
                    assertThatThrownBy(() -> one.plus(other)).isInstanceOf(ArithmeticException.class);
                }
            }
        });
    }

    @Test
    void of_decimals() {
        assertThat(JsonNumber.of(new BigDecimal("1.50"))).hasToString("1.50");
        assertThat(JsonNumber.of(new BigDecimal("1e3"))).isEqualTo(Json.of(1000));
        assertThat(JsonNumber.of(new BigDecimal("1e300"))).hasToString("1E+300");
        assertThat(JsonNumber.of(new BigDecimal("0e5"))).isEqualTo(Json.of(0));
        assertThatThrownBy(() -> JsonNumber.of(new BigDecimal("1e401"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonNumber.of(new BigDecimal("1".repeat(101))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonNumber.of(BigDecimal.valueOf(1, Integer.MIN_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The samples of RFC 8785 appendix B, as far as they are numbers. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000,0",
        "8000000000000000,0",
        "0000000000000001,5e-324",
        "8000000000000001,-5e-324",
        "7fefffffffffffff,1.7976931348623157e+308",
        "ffefffffffffffff,-1.7976931348623157e+308",
        "4340000000000000,9007199254740992",
        "c340000000000000,-9007199254740992",
        "4430000000000000,295147905179352830000",
        "44b52d02c7e14af5,9.999999999999997e+22",
        "44b52d02c7e14af6,1e+23",
        "44b52d02c7e14af7,1.0000000000000001e+23",
        "444b1ae4d6e2ef4e,999999999999999700000",
        "444b1ae4d6e2ef4f,999999999999999900000",
        "444b1ae4d6e2ef50,1e+21",
        "3eb0c6f7a0b5ed8c,9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d,0.000001",
        "41b3de4355555553,333333333.3333332",
        "41b3de4355555554,333333333.33333325",
        "41b3de4355555555,333333333.3333333",
        "41b3de4355555556,333333333.3333334",
        "41b3de4355555557,333333333.33333343",
        "becbf647612f3696,-0.0000033333333333333333",
        "43143ff3c1cb0959,1424953923781206.2"
    })
    void of_doublesPrintsAsRfc8785(String bits, String literal) {
        assertThat(JsonNumber.of(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .hasToString(literal);
    }

    @Test
    void of_doublesThatAreNoNumbersFails() {
        assertThatThrownBy(() -> JsonNumber.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonNumber.of(Double.NEGATIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void canonicalSize_ofTheLongs() {
        for (long magnitude = 1; magnitude > 0; magnitude *= 10) {
            for (long value : new long[] {magnitude - 1, magnitude, -magnitude, 1 - magnitude}) {
                assertThat(Json.of(value).canonicalSize())
                        .isEqualTo(Long.toString(value).length());
                assertThat(Json.of(value).toBytes()).asString().isEqualTo(Long.toString(value));
            }
        }
        assertThat(Json.of(Long.MIN_VALUE).canonicalSize()).isEqualTo(20);
        assertThat(Json.of(Long.MIN_VALUE).toBytes()).asString().isEqualTo("-9223372036854775808");
    }
}
