package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What waits for a client, and who watches what. */
final class ListenerTest {
    private final AtomicInteger watches = new AtomicInteger();
    private final Changes changes = Changes.of(new Counting(), ChangeKind.TOOLS_LIST);
    private final Listener listener = new Listener();

    @Test
    void change_thatWaitsIsNotToldTwice() throws Exception {
        changes.listen(listener, Set.of(ChangeKind.TOOLS_LIST));
        changes.listen(listener, "a", Caller.anonymous("x"));
        changes.listen(listener, "b", Caller.anonymous("x"));
        for (int i = 0; i < 100_000; i++) {
            changes.resourceUpdated("b");
            changes.resourceUpdated("a");
            changes.toolsListChanged();
            changes.resourceUpdated("c");
        }
        assertThat(listener.waiting()).isEqualTo(3);
        assertThat(told()).containsExactly("{\"uri\":\"b\"}", "{\"uri\":\"a\"}", "notifications/tools/list_changed");
    }

    @Test
    void change_afterItWasToldIsToldAgain() throws Exception {
        changes.listen(listener, "a", Caller.anonymous("x"));
        List<JsonObject> told = new ArrayList<>();
        changes.resourceUpdated("a");
        listener.tell(
                message -> {
                    told.add(message);
                    if (told.size() < 3) {
                        changes.resourceUpdated("a");
                    } else {
                        listener.end();
                    }
                },
                null);
        assertThat(told).hasSize(3);
    }

    @Test
    void listener_thatLeftIsToldNothing() throws Exception {
        changes.listen(listener, Set.of(ChangeKind.TOOLS_LIST));
        changes.listen(listener, "a", Caller.anonymous("x"));
        changes.leave(listener, List.of("a", "never"));
        changes.resourceUpdated("a");
        changes.toolsListChanged();
        assertThat(listener.waiting()).isZero();
        assertThat(watches).hasValue(0);
        assertThat(changes.watched()).isZero();
    }

    @Test
    void watch_thatFailsLeavesNothingBehind() throws Exception {
        assertThatThrownBy(() -> changes.listen(listener, "broken", Caller.anonymous("x")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(changes.watched()).isZero();
    }

    @Test
    void watch_isThereExactlyWhileSomebodyListens() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(Thread.ofVirtual().start(() -> comeAndGo(wrong)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
        assertThat(watches).hasValue(0);
        assertThat(changes.watched()).isZero();
    }

    private void comeAndGo(List<String> wrong) {
        try {
            for (int i = 0; i < 2_000; i++) {
                Listener mine = new Listener();
                changes.listen(mine, "a", Caller.anonymous("x"));
                changes.resourceUpdated("a");
                boolean missed = mine.waiting() != 1 || watches.get() != 1;
                changes.leave(mine, List.of("a"));
                if (missed) {
                    report(wrong, "A change was missed or there is not one watch");
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            report(wrong, e.toString());
        }
    }

    private static void report(List<String> wrong, String what) {
        synchronized (wrong) {
            wrong.add(what);
        }
    }

    private List<String> told() throws InterruptedException {
        List<String> told = new ArrayList<>();
        listener.end();
        listener.tell(
                message -> told.add(
                        message.object("params") == null
                                ? String.valueOf(message.string("method"))
                                : String.valueOf(message.object("params"))),
                null);
        return told;
    }

    private final class Counting implements SubscriptionSource {
        @Override
        public boolean admits(String uri, RequestContext context) {
            return true;
        }

        @Override
        public Watch watch(String uri, Caller first, Runnable changed) {
            if (uri.equals("broken")) {
                throw new IllegalStateException("broken");
            }
            watches.incrementAndGet();
            return watches::decrementAndGet;
        }
    }
}
