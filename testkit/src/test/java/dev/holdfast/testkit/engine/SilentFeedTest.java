package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Waited;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.ForwardingLog;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Waiting on a store whose feed tells nothing, fails, or tells what cannot be read. */
final class SilentFeedTest {
    private final MemoryStorage storage = new MemoryStorage();

    /** A store that can be written to by another client while this one waits. */
    private abstract static class Feed extends ForwardingLog {
        Feed(CommitLog delegate) {
            super(delegate);
        }

        @Override
        public final FeedPage feed(int shard, Cursor after, int max, Duration wait) {
            FeedPage page = super.feed(shard, after, max, wait);
            return after.equals(Cursor.LATEST) ? page : told(page);
        }

        abstract FeedPage told(FeedPage page);
    }

    @Test
    void waitThatIsToldOfNothing_stillAnswersThePresent() throws InterruptedException {
        Waited waited = waitOn(
                new Feed(MemoryLog.open(storage)) {
                    @Override
                    FeedPage told(FeedPage page) {
                        return new FeedPage(List.of(), page.next());
                    }
                },
                Duration.ofMillis(400));

        assertThat(waited.timedOut()).isFalse();
        assertThat(waited.revision()).isEqualTo(2);
        assertThat(waited.changed()).containsExactly("k");
    }

    @Test
    void waitWhoseFeedFails_isWokenWhenTheFeedWorksAgain() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger(3);

        Waited waited = waitOn(
                new Feed(MemoryLog.open(storage)) {
                    @Override
                    FeedPage told(FeedPage page) {
                        if (!page.entries().isEmpty() && failures.getAndDecrement() > 0) {
                            throw new IllegalStateException("a fault of the test");
                        }
                        return page;
                    }
                },
                Duration.ofMinutes(1));

        assertThat(waited.changed()).containsExactly("k");
    }

    @Test
    void followerWhoseFeedFails_isToldOfWhatCameMeanwhile() throws Exception {
        AtomicInteger failures = new AtomicInteger(2);
        Feed feed = new Feed(MemoryLog.open(storage)) {
            @Override
            FeedPage told(FeedPage page) {
                if (!page.entries().isEmpty() && failures.getAndDecrement() > 0) {
                    throw new IllegalStateException("a fault of the test");
                }
                return page;
            }
        };
        CompletableFuture<Long> told = new CompletableFuture<>();
        AtomicInteger missed = new AtomicInteger();
        try (Holdfast here = Holdfast.on(feed).open();
                Subscription following = here.follow(
                        committed -> told.complete(committed.event().revision()), missed::incrementAndGet)) {
            assertThat(following).isNotNull();
            here.open(StateSpec.named("s"));

            assertThat(told.get(1, TimeUnit.MINUTES)).isEqualTo(1);
            assertThat(missed).hasValue(2);
        }
    }

    @Test
    void waitThatIsToldWhatCannotBeRead_looksForItself() throws InterruptedException {
        Waited waited = waitOn(
                new Feed(MemoryLog.open(storage)) {
                    @Override
                    FeedPage told(FeedPage page) {
                        return new FeedPage(
                                page.entries().stream()
                                        .map(SilentFeedTest::damaged)
                                        .toList(),
                                page.next());
                    }
                },
                Duration.ofMinutes(1));

        assertThat(waited.changed()).containsExactly("k");
    }

    private static FeedPage.Entry damaged(FeedPage.Entry entry) {
        Commit commit = entry.commit();
        return new FeedPage.Entry(
                entry.state(),
                new Commit(
                        commit.revision(), commit.command(), commit.at(), Bytes.wrap(new byte[] {'{'}), commit.hash()));
    }

    private Waited waitOn(Feed log, Duration timeout) throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        try (Holdfast here = Holdfast.on(log).rules(new KeyRule(looked)).open();
                Holdfast there = Holdfast.on(MemoryLog.open(storage)).open()) {
            State state = here.open(StateSpec.named("s"));
            CompletableFuture<Waited> waited = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    waited.complete(state.await(new WaitFor(null, Set.of(), timeout, "k")));
                } catch (InterruptedException | RuntimeException e) {
                    waited.completeExceptionally(e);
                }
            });
            looked.await();
            there.open(StateSpec.named("s")).write(write -> write.set("k", 1));
            return waited.join();
        }
    }

    /** One expression: whether the key of its name is there. Tells when it is evaluated. */
    private record KeyRule(CountDownLatch looked) implements RuleCompiler {
        @Override
        public SchemaCheck schema(Json schema) throws CompilationException {
            throw new CompilationException("there are no schemas here");
        }

        @Override
        public Expression expression(String source, Set<String> variables) {
            return (values, now, steps) -> {
                looked.countDown();
                return Json.of(values.get("self") instanceof JsonObject self && self.has(source));
            };
        }
    }
}
