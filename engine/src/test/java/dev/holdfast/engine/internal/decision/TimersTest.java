package dev.holdfast.engine.internal.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.image.Constraints;
import dev.holdfast.engine.internal.image.Due;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.internal.image.EventDraft;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.rules.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TimersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Principal OWNER = Principal.local("test");

    private final Decider decider = new Decider(Limits.DEFAULT, new Validator(() -> null));

    /** A store has an index of due times, which a busy session must not update with every change. */
    @Test
    void idleSession_movesItsDueTimeRarely() {
        Image image = created(Lifetime.SESSION);
        Set<Instant> dues = new HashSet<>();
        for (int minute = 0; minute < 180; minute++) {
            Instant now = START.plus(Duration.ofMinutes(minute));
            image = applied(image, OWNER, EventDraft.beside(EventType.RENEWED, image, null), now);
            Instant due = Objects.requireNonNull(Due.next(image));
            assertThat(due).isAfterOrEqualTo(Objects.requireNonNull(Lifecycle.expiresAt(image)));
            dues.add(due);
        }
        assertThat(dues).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void persistentState_isNeverDue() {
        Image image = created(Lifetime.PERSISTENT);

        assertThat(Due.next(image)).isNull();
        assertThat(Timers.due(decider, image, START.plus(Duration.ofDays(9_999)), Steps.all(1 << 25, () -> false)))
                .isNull();
    }

    @Test
    void firedTimer_isNoLongerDue() {
        Image image = created(Lifetime.SESSION);
        Instant late = START.plus(Duration.ofDays(3));

        Timers.Firing due = Objects.requireNonNull(Timers.due(decider, image, late, Steps.all(1 << 25, () -> false)));
        Image expired = applied(image, due.actor(), due.draft(), late);

        assertThat(due.draft().type()).isEqualTo(EventType.EXPIRED);
        assertThat(Timers.due(decider, expired, late, Steps.all(1 << 25, () -> false)))
                .isNull();
        assertThat(Due.next(expired)).isEqualTo(START.plus(Duration.ofDays(1)).plus(Lifecycle.RECOVERABLE));
    }

    private static Image created(Lifetime lifetime) {
        Settings settings = new Settings(
                OWNER.id(),
                null,
                Map.of(),
                lifetime,
                Settings.DEFAULT_IDLE_TTL,
                Settings.DEFAULT_MAX_TTL,
                Keep.EVERYTHING,
                Constraints.NONE,
                null,
                null);
        Image absent = Image.absent(new StateId("st_0123456789abcdefghjkmnpqrs"));
        return applied(absent, OWNER, EventDraft.beside(EventType.CREATED, absent, settings.toJson()), START);
    }

    private static Image applied(Image image, Principal actor, EventDraft draft, Instant at) {
        return image.apply(new EventCodec(Sealing.NONE)
                .encode(image, actor, null, draft, at)
                .event());
    }
}
