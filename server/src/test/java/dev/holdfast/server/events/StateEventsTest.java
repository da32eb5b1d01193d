package dev.holdfast.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.InternalStates.Terms;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.EventBatch;
import dev.holdfast.mcp.EventReader;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a subscription promises while rights, history and clients change. */
@Timeout(60)
final class StateEventsTest {
    private static final Caller ALICE = Caller.authenticated("alice");
    private static final Caller BOB = Caller.authenticated("bob");

    private final ManualTime time = new ManualTime();
    private final MemoryStorage storage = new MemoryStorage();
    private final Holdfast holdfast = open();
    private final State state =
            holdfast.as(Principal.of("alice")).open(StateSpec.unnamed()).state();
    private final String handle = state.handle().value();
    private final JsonObject one = JsonObject.of("state", Json.of(handle));

    private Holdfast open() {
        return Holdfast.on(MemoryLog.open(storage)).clock(time).timersByHand().open();
    }

    @AfterEach
    void close() {
        holdfast.close();
    }

    private Subscriber subscribed(Caller caller, JsonObject arguments) throws InterruptedException {
        Subscriber subscriber = new Subscriber(caller, "state.event", arguments);
        subscriber.poll(holdfast, 1);
        return subscriber;
    }

    private String id(long revision) {
        return handle + ":" + revision;
    }

    private void isForbidden(Subscriber subscriber) {
        assertThatThrownBy(() -> subscriber.poll(holdfast, 10))
                .isInstanceOfSatisfying(
                        EventRefusal.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(EventRefusal.Kind.FORBIDDEN));
    }

    // --- Rights

    @Test
    void rights_thatAreWithdrawnEndTheSubscription() throws Exception {
        state.share("bob", Access.READ);
        Subscriber bob = subscribed(BOB, one);
        Subscriber bobOfAll = subscribed(BOB, JsonObject.EMPTY);
        holdfast.as(Principal.of("bob")).state(handle).read(); // takes it, so that lists have it
        state.write(w -> w.set("a", 1));
        bobOfAll.pollAll(holdfast, 10);
        try (EventReader stream = bob.open(holdfast)) {
            assertThat(stream.read(10).events()).isNotEmpty();
            state.write(w -> w.set("secret", 2));
            state.share("bob", Access.NONE);

            assertThatThrownBy(() -> stream.read(10)).isInstanceOf(EventRefusal.class);
        }
        isForbidden(bob);
        bobOfAll.pollAll(holdfast, 10);
        long taken = state.read().revision() - 2;
        assertThat(bobOfAll.ids()).contains(id(taken)).doesNotContain(id(taken + 1), id(taken + 2));
    }

    @Test
    void statesOfOthers_areRefusedLikeThoseThatAreNotThere() throws Exception {
        isForbidden(new Subscriber(BOB, "state.event", one));
        isForbidden(
                new Subscriber(BOB, "state.event", JsonObject.of("state", Json.of("st_00000000000000000000000000"))));
        isForbidden(new Subscriber(BOB, "state.event", JsonObject.of("state", Json.of("@none"))));
        Subscriber all = subscribed(BOB, JsonObject.EMPTY);
        state.write(w -> w.set("a", 1));
        holdfast.internal("noise").create("k", JsonObject.EMPTY, Terms.lasting(Duration.ofHours(1)));
        all.pollAll(holdfast, 10);
        assertThat(all.seen()).isEmpty();
    }

    @Test
    void state_thatIsErasedEndsItsSubscription_andOneThatIsClosedDoesNot() throws Exception {
        Subscriber alice = subscribed(ALICE, one);
        state.close(null);
        alice.pollAll(holdfast, 10);
        holdfast.as(Principal.of("alice")).open(StateSpec.handle(handle));
        alice.pollAll(holdfast, 10);
        assertThat(alice.seen())
                .extracting(event -> event.data().string("type"))
                .containsExactly("closed", "reopened");
        state.erase(null);
        isForbidden(alice);
    }

    // --- Gaps

    @Test
    void history_thatIsCompactedBelowACursorIsAGap() throws Exception {
        State brief = holdfast.as(Principal.of("alice"))
                .open(StateSpec.unnamed().keep(Keep.revisions(2)))
                .state();
        Subscriber one =
                subscribed(ALICE, JsonObject.of("state", Json.of(brief.handle().value())));
        Subscriber all = subscribed(ALICE, JsonObject.EMPTY);
        for (int i = 0; i < 9; i++) {
            int value = i;
            brief.write(w -> w.set("a", value));
        }
        brief.compact();
        one.pollAll(holdfast, 10);
        all.pollAll(holdfast, 10);

        assertThat(one.gaps()).isEqualTo(1);
        assertThat(one.ids())
                .containsExactly(brief.handle().value() + ":9", brief.handle().value() + ":10");
        assertThat(all.gaps()).isEqualTo(1);
        brief.write(w -> w.set("a", "next"));
        all.pollAll(holdfast, 10);
        assertThat(all.ids()).contains(brief.handle().value() + ":11");
        assertThat(all.gaps()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.000000000000.x", "%", "1", "9999999999"})
    void cursor_thatCannotBeServedIsAGap(String cursor) throws Exception {
        for (JsonObject arguments : List.of(one, JsonObject.EMPTY)) {
            Subscriber own = subscribed(ALICE, arguments);
            String prefix = String.valueOf(own.cursor());
            for (String foreign : List.of(cursor, prefix.substring(0, 15) + cursor, prefix + "0")) {
                Subscriber lost = new Subscriber(ALICE, "state.event", arguments);
                lost.resumeFrom(foreign);
                lost.pollAll(holdfast, 10);
                assertThat(lost.gaps()).as(foreign).isEqualTo(1);
            }
        }
    }

    @Test
    void cursor_isOfOneTypeAndItsArguments() throws Exception {
        Subscriber own = subscribed(ALICE, one);
        Subscriber other = new Subscriber(ALICE, "state.changed", one);
        other.resumeFrom(own.cursor());
        assertThat(other.poll(holdfast, 10).truncated()).isTrue();
        Subscriber same = new Subscriber(ALICE, "state.event", one.with("labels", Json.NULL));
        same.resumeFrom(own.cursor());
        assertThat(same.poll(holdfast, 10).truncated()).isFalse();
    }

    @Test
    void age_leavesOutWhatIsOlderAndSaysSo() throws Exception {
        for (JsonObject arguments : List.of(one, JsonObject.EMPTY)) {
            Subscriber late = subscribed(ALICE, arguments);
            long before = state.read().revision();
            state.write(w -> w.increment("a", 1));
            time.pass(Duration.ofHours(1));
            state.write(w -> w.increment("a", 1));
            try (EventReader reader = late.open(holdfast, Duration.ofMinutes(1))) {
                EventBatch gap = reader.read(10);
                assertThat(gap.truncated()).isTrue();
                assertThat(gap.events()).isEmpty();
                assertThat(reader.read(10).events())
                        .extracting(event -> event.id())
                        .containsExactly(id(before + 2));
            }
            try (EventReader reader = late.open(holdfast, Duration.ofHours(2))) {
                assertThat(reader.read(10).events()).hasSize(2);
            }
        }
    }

    // --- Waiting

    @Test
    void reader_isWokenByAnotherProcessAndByHand() throws Exception {
        try (Holdfast elsewhere = open()) {
            for (JsonObject arguments : List.of(one, JsonObject.EMPTY)) {
                try (EventReader reader = subscribed(ALICE, arguments).open(holdfast)) {
                    reader.await(Duration.ofDays(1)); // the first does not wait
                    assertThat(reader.read(10).events()).isEmpty();
                    elsewhere.as(Principal.of("alice")).state(handle).write(w -> w.increment("a", 1));
                    EventBatch batch = reader.read(10);
                    while (batch.events().isEmpty()) {
                        reader.await(Duration.ofSeconds(TimeUnit.MINUTES.toSeconds(1)));
                        batch = reader.read(10);
                    }
                    reader.wake();
                    reader.await(Duration.ofDays(1));
                }
            }
        }
        assertThat(holdfast.figures().listeners()).isZero();
    }
}
