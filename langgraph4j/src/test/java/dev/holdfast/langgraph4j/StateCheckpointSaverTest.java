package dev.holdfast.langgraph4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.bsc.langgraph4j.checkpoint.MemorySaver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateCheckpointSaverTest {
    private static final RunnableConfig THREAD =
            RunnableConfig.builder().threadId("thread 7").build();

    @TempDir
    private Path folder;

    private static StateCheckpointSaver saver(Holdfast holdfast) {
        return StateCheckpointSaver.of(holdfast.as(Principal.of("alice")), new ChatGraph.Serializer());
    }

    private static void ask(BaseCheckpointSaver saver, String text, RunnableConfig config) throws Exception {
        assertThat(ChatGraph.compiled(saver).invoke(Map.of("messages", text), config))
                .isPresent();
    }

    @Test
    void graph_goesOnAfterARestart() throws Exception {
        String address = "file:" + folder.resolve("store");
        try (Holdfast holdfast = Holdfast.open(address)) {
            ask(saver(holdfast), "one", THREAD);
        }
        try (Holdfast holdfast = Holdfast.open(address)) {
            CompiledGraph<ChatGraph.Chat> graph = ChatGraph.compiled(saver(holdfast));
            assertThat(graph.getState(THREAD).state().messages()).containsExactly("one", "answer 1");
            ask(saver(holdfast), "two", THREAD);
            assertThat(graph.getState(THREAD).state().messages()).containsExactly("one", "answer 1", "two", "answer 3");
            RunnableConfig other = RunnableConfig.builder().threadId("other").build();
            assertThat(graph.stateOf(other)).isEmpty();
        }
    }

    @Test
    void checkpoints_areThoseThatTheOwnSaverHas() throws Exception {
        MemorySaver own = new MemorySaver();
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            StateCheckpointSaver saver = saver(holdfast);
            for (String text : List.of("one", "two", "three")) {
                ask(own, text, THREAD);
                ask(saver, text, THREAD);
            }
            assertThat(contents(saver.list(THREAD))).isEqualTo(contents(own.list(THREAD)));
            for (Checkpoint each : saver.list(THREAD)) {
                RunnableConfig at = RunnableConfig.builder(THREAD)
                        .checkPointId(each.getId())
                        .build();
                assertThat(content(saver.get(at).orElseThrow())).isEqualTo(content(each));
            }
            assertThat(saver.get(
                            RunnableConfig.builder(THREAD).checkPointId("none").build()))
                    .isEmpty();
        }
    }

    @Test
    void updateOfAState_takesThePlaceOfItsCheckpointAsInTheOwnSaver() throws Exception {
        MemorySaver own = new MemorySaver();
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            StateCheckpointSaver saver = saver(holdfast);
            for (BaseCheckpointSaver each : List.of(own, saver)) {
                ask(each, "one", THREAD);
                ask(each, "two", THREAD);
                CompiledGraph<ChatGraph.Chat> graph = ChatGraph.compiled(each);
                graph.updateState(graph.getState(THREAD).config(), Map.of("messages", "newest"));
                List<Checkpoint> all = List.copyOf(each.list(THREAD));
                RunnableConfig oldest = RunnableConfig.builder(THREAD)
                        .checkPointId(all.getLast().getId())
                        .build();
                each.put(oldest, changed(all.getLast(), "oldest"));
                each.put(oldest, changed(all.getLast(), "oldest again"));
                RunnableConfig newest = RunnableConfig.builder(THREAD)
                        .checkPointId(all.getFirst().getId())
                        .build();
                each.put(newest, changed(all.getFirst(), "twice"));
                ask(each, "three", THREAD);
            }
            assertThat(contents(saver.list(THREAD))).isEqualTo(contents(own.list(THREAD)));
            RunnableConfig none =
                    RunnableConfig.builder(THREAD).checkPointId("none").build();
            Checkpoint some = saver.list(THREAD).iterator().next();
            assertThatThrownBy(() -> saver.put(none, some)).isInstanceOf(NoSuchElementException.class);
        }
    }

    private static Checkpoint changed(Checkpoint from, String text) {
        return from.updateState(Map.of("messages", text), ChatGraph.Chat.SCHEMA);
    }

    @Test
    void checkpoint_isStoredAsWhatChanged() throws Exception {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            StateCheckpointSaver saver = saver(holdfast);
            ask(saver, "x".repeat(5_000), THREAD);
            ask(saver, "two", THREAD);
            List<Event> events = saver.find(THREAD).orElseThrow().history(1, 100);
            List<Event> second = events.subList(events.size() / 2 + 1, events.size());
            assertThat(second)
                    .isNotEmpty()
                    .allSatisfy(event ->
                            assertThat(event.patch().toJson().toBytes()).hasSizeLessThan(1_000));
        }
    }

    @Test
    void runThatExpectsTheLatest_isRefusedOnceAnotherHasWritten() throws Exception {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            StateCheckpointSaver saver = saver(holdfast);
            RunnableConfig first = saver.expectingLatest(THREAD);
            ask(saver, "one", first);
            RunnableConfig alone = saver.expectingLatest(THREAD);
            RunnableConfig overtaken = saver.expectingLatest(THREAD);
            ask(saver, "two", alone);
            Throwable refused = catchCause(() -> ask(saver, "lost", overtaken));
            assertThat(refused).isInstanceOf(HoldfastException.class);
            assertThat(((HoldfastException) refused).failure().code()).isEqualTo(Failure.Code.CONFLICT);
            assertThat(ChatGraph.compiled(saver).getState(THREAD).state().messages())
                    .containsExactly("one", "answer 1", "two", "answer 3");
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Throwable catchCause(Work work) {
        try {
            work.run();
        } catch (Exception e) {
            Throwable cause = e;
            while (!(cause instanceof HoldfastException) && cause.getCause() != null) {
                cause = cause.getCause();
            }
            return cause;
        }
        throw new AssertionError("it was not refused");
    }

    @Test
    void runsAtOnce_keepEveryCheckpoint() throws Exception {
        int threads = 4;
        int runs = 10;
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            List<Future<?>> running = new ArrayList<>();
            try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
                for (int i = 0; i < threads; i++) {
                    running.add(pool.submit(() -> {
                        for (int run = 0; run < runs; run++) {
                            ask(saver(holdfast), "run", THREAD);
                        }
                        return null;
                    }));
                }
                for (Future<?> each : running) {
                    each.get();
                }
            }
            Collection<Checkpoint> all = saver(holdfast).list(THREAD);
            assertThat(all).extracting(Checkpoint::getId).doesNotHaveDuplicates();
            MemorySaver one = new MemorySaver();
            ask(one, "run", THREAD);
            assertThat(all).hasSize(threads * runs * one.list(THREAD).size());
        }
    }

    @Test
    void releasedThread_beginsAgain() throws Exception {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            StateCheckpointSaver saver = saver(holdfast);
            ask(saver, "one", THREAD);
            BaseCheckpointSaver.Tag tag = saver.release(THREAD);
            assertThat(tag.threadId()).isEqualTo("thread 7");
            assertThat(tag.checkpoints()).isNotEmpty();
            assertThat(saver.list(THREAD)).isEmpty();
            assertThat(saver.get(THREAD)).isEmpty();
            ask(saver, "two", THREAD);
            assertThat(ChatGraph.compiled(saver).getState(THREAD).state().messages())
                    .containsExactly("two", "answer 1");
        }
    }

    private static List<String> contents(Collection<Checkpoint> checkpoints) {
        return checkpoints.stream().map(StateCheckpointSaverTest::content).toList();
    }

    private static String content(Checkpoint checkpoint) {
        return checkpoint.getNodeId() + " to " + checkpoint.getNextNodeId() + ": " + checkpoint.getState();
    }
}
