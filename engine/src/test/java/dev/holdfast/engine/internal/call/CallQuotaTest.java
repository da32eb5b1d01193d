package dev.holdfast.engine.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CallQuotaTest {
    private static final Principal ALICE = Principal.of("alice");
    private static final Principal BOB = Principal.of("bob");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final CallQuota quota = new CallQuota(new Rate(2, 6), now::get);

    private void pass(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    /** The number of calls that are accepted. */
    private long admitted(Principal principal, int calls) {
        return IntStream.range(0, calls).filter(i -> admits(principal)).count();
    }

    private boolean admits(Principal principal) {
        try {
            quota.take(principal);
            return true;
        } catch (HoldfastException e) {
            assertThat(e.failure().code()).isEqualTo(Failure.Code.LIMIT);
            return false;
        }
    }

    @Test
    void calls_atOnceAreAsManyAsAfterARest() {
        assertThat(admitted(ALICE, 100)).isEqualTo(6);
    }

    @Test
    void calls_comeBackWithTimeAndNoMoreThanThereWere() {
        admitted(ALICE, 100);

        pass(Duration.ofMillis(499));
        assertThat(admitted(ALICE, 10)).isZero();
        pass(Duration.ofMillis(1));
        assertThat(admitted(ALICE, 10)).isEqualTo(1);
        pass(Duration.ofSeconds(2));
        assertThat(admitted(ALICE, 10)).isEqualTo(4);
        pass(Duration.ofDays(1));
        assertThat(admitted(ALICE, 10)).isEqualTo(6);
    }

    @Test
    void calls_ofOneAreNothingToAnother() {
        admitted(ALICE, 1_000);

        assertThat(admitted(BOB, 10)).isEqualTo(6);
    }

    @Test
    void calls_inParallelAreCountedEach() throws Exception {
        long admitted =
                IntStream.range(0, 1_000).parallel().filter(i -> admits(ALICE)).count();

        assertThat(admitted).isEqualTo(6);
    }

    @Test
    void refusal_tellsTheLimitTheActualAndWhenToTryAgain() {
        admitted(ALICE, 29);
        pass(Duration.ofMillis(100));

        assertThatThrownBy(() -> quota.take(ALICE)).isInstanceOfSatisfying(HoldfastException.class, e -> {
            Failure failure = e.failure();
            assertThat(failure.facts().string("limit")).isEqualTo("calls_per_second");
            assertThat(Objects.requireNonNull(failure.facts().get("actual"))).hasToString("30");
            assertThat(Objects.requireNonNull(failure.facts().get("maximum"))).hasToString("2");
            assertThat(Objects.requireNonNull(failure.facts().get("retry_after_ms")))
                    .hasToString("400");
            assertThat(failure.hint()).contains("retry_after_ms", "--rate");
        });
        pass(Duration.ofMillis(400));
        quota.take(ALICE);
    }

    @Test
    void clock_thatIsPutBackNeitherGivesNorTakes() {
        admitted(ALICE, 4);

        pass(Duration.ofHours(-1));
        assertThat(admitted(ALICE, 10)).isEqualTo(2);
        pass(Duration.ofSeconds(1));
        assertThat(admitted(ALICE, 10)).isEqualTo(2);
    }

    @Test
    void principals_withoutNumberAreNotAllRemembered() {
        for (int i = 0; i < 3 * CallQuota.PRINCIPALS_KNOWN; i++) {
            quota.take(Principal.of("caller-" + i));
        }

        assertThat(quota.known()).isLessThanOrEqualTo(CallQuota.PRINCIPALS_KNOWN);
    }

    @Test
    void nobody_isCountedWithoutALimit() {
        CallQuota free = new CallQuota(Rate.UNLIMITED, now::get);
        for (int i = 0; i < 1_000; i++) {
            free.take(ALICE);
        }

        assertThat(free.known()).isZero();
    }
}
