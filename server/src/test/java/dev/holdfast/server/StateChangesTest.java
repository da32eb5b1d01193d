package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.SubscriptionSource.Watch;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StateChangesTest {
    private static final Caller CALLER = Caller.anonymous("local/test");

    private final MemoryStorage storage = new MemoryStorage();
    private final Holdfast holdfast = Holdfast.on(MemoryLog.open(storage)).open();
    private final State state =
            holdfast.as(Principal.local("test")).open(StateSpec.unnamed()).state();
    private final StateChanges changes = new StateChanges(holdfast);

    @Test
    void watch_isToldOfWhatAnotherProcessWrites() throws InterruptedException {
        Semaphore told = new Semaphore(0);
        try (Holdfast elsewhere = Holdfast.on(MemoryLog.open(storage)).open();
                Watch watch = changes.watch(uri(""), CALLER, told::release)) {
            assertThat(watch).isNotNull();
            elsewhere.as(Principal.local("other")).state(state.handle().value()).write(w -> w.set("a", 1));

            assertThat(told.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void watchOfAKey_isToldOfThatKeyAlone() throws InterruptedException {
        Semaphore toldOfKey = new Semaphore(0);
        Semaphore toldOfHistory = new Semaphore(0);
        try (Watch key = changes.watch(uri("/keys/a%2Fb"), CALLER, toldOfKey::release);
                Watch history = changes.watch(uri("/history"), CALLER, toldOfHistory::release)) {
            assertThat(key).isNotSameAs(history);
            state.write(w -> w.set("other", 1));
            assertThat(toldOfHistory.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            state.write(w -> w.set("a/b", 1));

            assertThat(toldOfKey.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            assertThat(toldOfKey.tryAcquire()).isFalse();
        }
    }

    @Test
    void closing_isAChangeToWhoeverReadsIt() throws InterruptedException {
        Semaphore told = new Semaphore(0);
        try (Watch watch = changes.watch(uri(""), CALLER, told::release)) {
            assertThat(watch).isNotNull();
            state.close(null);

            assertThat(told.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void grant_thatIsWithdrawnIsNoticedBeforeTheNextChange() throws InterruptedException {
        Caller bob = Caller.authenticated("bob");
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        state.share("bob", Access.READ, null);
        try (Watch watch = changes.watch(
                uri(""),
                CALLER,
                () -> seen.add("changed"),
                () -> seen.add("bob reads: " + changes.stillAdmits(uri(""), bob)))) {
            assertThat(watch).isNotNull();
            state.share("bob", Access.WRITE, null);
            assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("bob reads: true");
            state.share("bob", Access.NONE, null);
            state.write(w -> w.set("a", 1));

            assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("bob reads: false");
            assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("changed");
        }
    }

    @Test
    void watch_goesOnForOthersWhenTheFirstListenerLosesAccess() throws InterruptedException {
        state.share("bob", Access.READ);
        Semaphore told = new Semaphore(0);
        try (Watch watch = changes.watch(uri(""), Caller.authenticated("bob"), told::release)) {
            assertThat(watch).isNotNull();
            state.share("bob", Access.NONE);
            state.write(w -> w.set("a", 1));

            assertThat(told.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            state.write(w -> w.set("a", 2));
            assertThat(told.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            assertThat(changes.admits(uri(""), new PlainContext(Caller.authenticated("bob"))))
                    .isFalse();
        }
    }

    @Test
    void listeners_areThoseWhoMayRead() {
        assertThat(changes.admits(uri(""), new PlainContext(CALLER))).isTrue();
        assertThat(changes.admits(uri("/keys/x"), new PlainContext(CALLER))).isTrue();
        assertThat(changes.admits(uri(""), new PlainContext(Caller.authenticated("alice"))))
                .isFalse();
        assertThat(changes.admits("state://st_00000000000000000000000000", new PlainContext(CALLER)))
                .isFalse();
        assertThat(changes.admits("state://@name", new PlainContext(CALLER))).isFalse();
        assertThat(changes.admits("file:///etc/passwd", new PlainContext(CALLER)))
                .isFalse();
        state.close(null);
        assertThat(changes.admits(uri(""), new PlainContext(CALLER))).isFalse();
    }

    private String uri(String rest) {
        return "state://" + state.handle().value() + rest;
    }
}
