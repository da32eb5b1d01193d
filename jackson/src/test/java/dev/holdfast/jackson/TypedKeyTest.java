package dev.holdfast.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.typed.Key;
import dev.holdfast.engine.typed.KeyChange;
import dev.holdfast.engine.typed.Versioned;
import dev.holdfast.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TypedKeyTest {
    record Account(String owner, Optional<Instant> closed) {}

    private static final Key<BigDecimal> TOTAL = Key.of("total", BigDecimal.class);
    private static final Key<Account> ACCOUNT = Key.of("account", Account.class);

    private final Holdfast holdfast = Holdfast.open("memory:");
    private final State state = holdfast.open(StateSpec.named("keys"));

    @AfterEach
    void close() {
        holdfast.close();
    }

    @Test
    void values_comeBackExactly() {
        Instant now = Instant.parse("2026-07-28T10:15:30.123456789Z");
        isKept(TOTAL, new BigDecimal("3.50"));
        isKept(Key.of("coin", Everything.Coin.class), Everything.Coin.EURO);
        isKept(Key.of("instant", Instant.class), now);
        isKept(Key.of("zoned", ZonedDateTime.class), ZonedDateTime.parse("2026-07-28T10:15:30.5+02:00[Europe/Berlin]"));
        isKept(ACCOUNT, new Account("ann", Optional.empty()));
        isKept(ACCOUNT, new Account("ann", Optional.of(now)));
        isKept(Key.ofList("prices", BigDecimal.class), List.of(new BigDecimal("1.0"), new BigDecimal("1.00")));
        isKept(Key.ofMap("owners", Account.class), Map.of("a", new Account("bob", Optional.of(now))));
        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            Everything all = Everything.random(random, 1);
            isKept(Key.of("shape", Shape.class), all.shape());
            isKept(Key.ofList("shapes", Shape.class), all.shapes());
            isKept(Key.of("all", Everything.class), all);
        }
        assertThat(state.read().document().get("total")).hasToString("3.50");
    }

    private <T> void isKept(Key<T> key, T value) {
        key.in(state).set(value);
        assertThat(key.in(state).get()).isEqualTo(value);
        assertThat(key.in(state).find()).contains(value);
    }

    @Test
    void absence_isEmptyOrRefusedOrTheInitialValue() {
        assertThat(TOTAL.in(state).find()).isEmpty();
        HoldfastException refused = catchThrowableOfType(
                HoldfastException.class, () -> TOTAL.in(state).get());
        assertThat(refused.failure().code()).isEqualTo(Failure.Code.INVALID);
        assertThat(refused.failure().facts()).hasToString("{\"key\":\"total\",\"type\":\"BigDecimal\"}");
        assertThatThrownBy(() -> TOTAL.in(state).update(BigDecimal::negate)).isInstanceOf(HoldfastException.class);
        assertThat(TOTAL.initially(BigDecimal.ONE).in(state).read()).isEqualTo(new Versioned<>(BigDecimal.ONE, 0));
        state.write(w -> w.set("total", Json.NULL));
        assertThat(TOTAL.in(state).find()).isEmpty();
        TOTAL.in(state).delete();
        assertThat(state.read().document()).hasToString("{}");
    }

    @Test
    void valueOfAnotherType_isRefusedWithItsKey() {
        state.write(w -> w.set("account", Map.of("owner", 1)));
        HoldfastException refused = catchThrowableOfType(
                HoldfastException.class, () -> ACCOUNT.in(state).get());
        assertThat(refused.failure().facts().string("key")).isEqualTo("account");
        assertThat(refused.failure().facts().string("path")).isEqualTo("/owner");
    }

    @Test
    void set_holdsOnlyWhileTheKeyIsAsItWasRead() {
        Key<BigDecimal> total = TOTAL.initially(BigDecimal.ZERO);
        Versioned<BigDecimal> before = total.in(state).read();
        state.write(w -> w.set("other", 1));
        total.in(state).set(BigDecimal.ONE, before.revision());
        assertThatThrownBy(() -> total.in(state).set(BigDecimal.TEN, before.revision()))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        e -> assertThat(e.failure().code()).isEqualTo(Failure.Code.CONFLICT));
        assertThat(total.in(state).get()).isEqualTo(BigDecimal.ONE);
    }

    @Test
    void update_byManyThreadsOfANestedKeyLosesNothing() throws InterruptedException {
        state.write(w -> w.set("sums", Json.parse("{\"a\":0.00,\"b\":0}")));
        Key<BigDecimal> sum = Key.of("/sums/a", BigDecimal.class);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int j = 0; j < 25; j++) {
                    sum.in(state).update(now -> now.add(new BigDecimal("0.25")));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(state.read().document()).hasToString("{\"sums\":{\"a\":25.00,\"b\":0}}");
    }

    @Test
    void update_keepsWhatTheTypeDoesNotKnow() {
        state.write(w -> w.set("account", Map.of("owner", "ann", "limit", new BigDecimal("1.50"))));
        ACCOUNT.in(state).update(account -> new Account("bob", account.closed()));
        assertThat(state.read().document().object("account"))
                .isEqualTo(Json.parse("{\"owner\":\"bob\",\"limit\":1.50}"));
    }

    @Test
    void observe_tellsOfTheChangesOfTheKeyAlone() throws InterruptedException {
        BlockingQueue<KeyChange<BigDecimal>> changes = new LinkedBlockingQueue<>();
        try (Subscription watch = TOTAL.in(state).observe(changes::add)) {
            assertThat(watch).isNotNull();
            state.write(w -> w.set(TOTAL, BigDecimal.ONE).set("other", 1));
            state.write(w -> w.set("other", 2));
            TOTAL.in(state).update(BigDecimal::negate);
            TOTAL.in(state).delete();
            assertThat(next(changes)).isEqualTo("null -> 1");
            assertThat(next(changes)).isEqualTo("1 -> -1");
            assertThat(next(changes)).isEqualTo("-1 -> null");
        }
    }

    private static String next(BlockingQueue<KeyChange<BigDecimal>> changes) throws InterruptedException {
        KeyChange<BigDecimal> change = changes.poll(1, TimeUnit.MINUTES);
        assertThat(change).isNotNull();
        return change.before() + " -> " + change.after();
    }

    @Test
    void text_saysWhatItIs() {
        assertThat(Key.ofList("prices", BigDecimal.class)).hasToString("Key[prices as List<BigDecimal>]");
        assertThat(TOTAL.in(state)).hasToString("TypedKey[total of " + state.handle() + "]");
        assertThatThrownBy(() -> Key.of("/~2", String.class)).isInstanceOf(HoldfastException.class);
    }
}
