package dev.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class ValueOrderTest {
    private static final Comparator<Json> ORDER = Json.valueOrder();

    @TestFactory
    Stream<DynamicTest> order_isTotalAndEqualExactlyForTheSameValues() {
        return RandomJson.forSeeds(300, random -> {
            Json one = random.value();
            Json two = random.oneIn(2) ? random.edited(one) : random.value();
            Json three = random.value();
            assertThat(ORDER.compare(one, two) == 0).isEqualTo(one.sameValue(two));
            assertThat(Integer.signum(ORDER.compare(two, one))).isEqualTo(-Integer.signum(ORDER.compare(one, two)));
            if (ORDER.compare(one, two) <= 0 && ORDER.compare(two, three) <= 0) {
                assertThat(ORDER.compare(one, three)).isNotPositive();
            }
        });
    }

    /** A comparison costs no more than the smaller value, however large the other is, and nothing is compared free. */
    @TestFactory
    @SuppressWarnings("ReferenceEquality") // only the same object is compared free
    Stream<DynamicTest> order_tellsWhatItCosts() {
        return RandomJson.forSeeds(300, random -> {
            Json one = random.value();
            Json two = random.oneIn(2) ? random.edited(one) : random.value();
            AtomicLong work = new AtomicLong();
            int result = Json.valueOrder(work::addAndGet).compare(one, two);

            assertThat(result).isEqualTo(ORDER.compare(one, two));
            assertThat(work.get()).isLessThanOrEqualTo(5L * Math.min(one.canonicalSize(), two.canonicalSize()));
            assertThat(work.get() == 0).isEqualTo(one == two);
        });
    }
}
