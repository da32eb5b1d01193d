package dev.holdfast.mcp.internal.flight;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.RequestContext;
import dev.holdfast.mcp.SubscriptionSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What waits for a client, and who watches what. */
final class ListenerTest {
    private final AtomicInteger watches = new AtomicInteger();
    private final Announcements announcements =
            new Announcements(EnumSet.of(ChangeKind.TOOLS_LIST, ChangeKind.RESOURCE), new Counting());
    private final Listener listener = new Listener();

    @Test
    void change_thatWaitsIsNotToldTwice() throws Exception {
        announcements.listen(listener, Set.of(ChangeKind.TOOLS_LIST));
        announcements.listen(listener, "a", Caller.anonymous("x"));
        announcements.listen(listener, "b", Caller.anonymous("x"));
        for (int i = 0; i < 100_000; i++) {
            announcements.resourceUpdated("b");
            announcements.resourceUpdated("a");
            announcements.listChanged(ChangeKind.TOOLS_LIST);
            announcements.resourceUpdated("c");
        }
        assertThat(listener.waiting()).isEqualTo(3);
        assertThat(told())
                .containsExactly(json("{'uri':'b'}"), json("{'uri':'a'}"), "notifications/tools/list_changed");
    }

    @Test
    void change_afterItWasToldIsToldAgain() throws Exception {
        announcements.listen(listener, "a", Caller.anonymous("x"));
        List<JsonObject> told = new ArrayList<>();
        announcements.resourceUpdated("a");
        listener.tell(
                message -> {
                    told.add(message);
                    if (told.size() < 3) {
                        announcements.resourceUpdated("a");
                    } else {
                        listener.end();
                    }
                },
                null);
        assertThat(told).hasSize(3);
    }

    @Test
    void listener_thatLeftIsToldNothing() throws Exception {
        announcements.listen(listener, Set.of(ChangeKind.TOOLS_LIST));
        announcements.listen(listener, "a", Caller.anonymous("x"));
        announcements.leave(listener, List.of("a", "never"));
        announcements.resourceUpdated("a");
        announcements.listChanged(ChangeKind.TOOLS_LIST);
        assertThat(listener.waiting()).isZero();
        assertThat(watches).hasValue(0);
        assertThat(announcements.watched()).isZero();
    }

    @Test
    void watch_thatFailsLeavesNothingBehind() throws Exception {
        assertThatThrownBy(() -> announcements.listen(listener, "broken", Caller.anonymous("x")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(announcements.watched()).isZero();
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
        assertThat(announcements.watched()).isZero();
    }

    private void comeAndGo(List<String> wrong) {
        try {
            for (int i = 0; i < 2_000; i++) {
                Listener mine = new Listener();
                announcements.listen(mine, "a", Caller.anonymous("x"));
                announcements.resourceUpdated("a");
                boolean missed = mine.waiting() != 1 || watches.get() != 1;
                announcements.leave(mine, List.of("a"));
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
