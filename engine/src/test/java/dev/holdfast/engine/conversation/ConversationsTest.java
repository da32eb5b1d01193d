package dev.holdfast.engine.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.States;
import dev.holdfast.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConversationsTest {
    private static final String ID = "user 7/Ü_";

    private final Holdfast holdfast = Holdfast.open("memory:");
    private final States states = holdfast.as(Principal.of("alice"));
    private final Conversations conversations = Conversations.of(states, "chat");

    @AfterEach
    void close() {
        holdfast.close();
    }

    @Test
    void unknownConversation_isEmptyAndStaysUnknown() {
        assertThat(conversations.messages(ID)).isEmpty();
        assertThat(conversations.find(ID)).isEmpty();
        assertThat(conversations.ids()).isEmpty();
        conversations.delete(ID);
        conversations.append(ID, List.of());
        assertThat(conversations.ids()).isEmpty();
    }

    @Test
    void ids_areOfAnyCharacters() {
        for (String id : List.of(ID, "", "_", "a/b", "..", "日本", "_41", "A")) {
            conversations.append(id, texts("of " + id));
            assertThat(conversations.messages(id)).isEqualTo(texts("of " + id));
        }
        Conversations.of(states, "chat2").append("other", texts("x"));
        assertThat(conversations.ids()).containsExactlyInAnyOrder(ID, "", "_", "a/b", "..", "日本", "_41", "A");
    }

    @Test
    void turn_addsAnEventOfItsOwnMessagesOnly() {
        conversations.append(ID, texts("x".repeat(1000)));
        for (int turn = 0; turn < 20; turn++) {
            add(conversations, "turn " + turn, 100);
        }
        List<Event> events = state().history(3, 100);
        assertThat(events)
                .hasSize(20)
                .allSatisfy(event ->
                        assertThat(event.patch().toJson().toBytes().length).isLessThan(100));
    }

    @Test
    void update_isWhatWasWantedIfNoOneElseIsThere() {
        long seed = Long.getLong("holdfast.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Json> model = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            if (random.nextBoolean()) {
                assertThat(conversations.messages(ID)).as("seed %d", seed).isEqualTo(model);
            }
            List<Json> wanted = changed(model, random);
            conversations.update(ID, wanted);
            model = wanted;
            assertThat(Conversations.of(states, "chat").messages(ID))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(model);
        }
    }

    private static List<Json> changed(List<Json> from, Random random) {
        List<Json> to = new ArrayList<>(from);
        for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
            int at = random.nextInt(to.size() + 1);
            switch (random.nextInt(4)) {
                case 0 -> to.add(at, Json.of(random.nextInt(5)));
                case 1 -> to.add(Json.of(random.nextInt(5)));
                default -> {
                    if (at < to.size()) {
                        to.remove(at);
                    }
                }
            }
        }
        return to;
    }

    @Test
    void messagesOfOthers_stayThroughAnUpdateThatHasNotSeenThem() throws Exception {
        conversations.append(ID, texts("system", "a", "b"));
        List<Json> seen = conversations.messages(ID);
        elsewhere(() -> add(conversations, "c", 3));
        List<Json> window = new ArrayList<>(seen.subList(2, 3));
        window.addFirst(Json.of("other system"));
        window.add(Json.of("d"));
        conversations.update(ID, window);
        assertThat(conversations.messages(ID)).isEqualTo(texts("other system", "b", "c", "d"));
    }

    @Test
    void messageThatTwoEvict_isRemovedOnceAndNoOther() throws Exception {
        conversations.append(ID, texts("ok", "ok", "ok"));
        List<Json> seen = conversations.messages(ID);
        elsewhere(() -> add(conversations, "c", 3));
        List<Json> window = new ArrayList<>(seen.subList(1, 3));
        window.add(Json.of("d"));
        conversations.update(ID, window);
        assertThat(conversations.messages(ID)).isEqualTo(texts("ok", "ok", "c", "d"));
    }

    @Test
    void messageThatOthersRemoved_doesNotComeBack() throws Exception {
        conversations.append(ID, texts("a", "secret"));
        List<Json> seen = conversations.messages(ID);
        elsewhere(() -> conversations.update(ID, texts("a")));
        List<Json> more = new ArrayList<>(seen);
        more.add(Json.of("b"));
        conversations.update(ID, more);
        assertThat(conversations.messages(ID)).isEqualTo(texts("a", "b"));
    }

    @Test
    void threadThatHasSeenNothing_replacesWhatIsThere() throws Exception {
        conversations.append(ID, texts("a", "b"));
        elsewhere(() -> conversations.update(ID, texts("c")));
        assertThat(conversations.messages(ID)).isEqualTo(texts("c"));
    }

    @Test
    void parallelTurns_areAllThereAndInTheOrderOfEachThread() throws Exception {
        int threads = 8;
        int turns = 25;
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                String name = "t" + thread + " ";
                running.add(pool.submit(() ->
                        IntStream.range(0, turns).forEach(turn -> add(conversations, name + turn, Integer.MAX_VALUE))));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        List<Json> all = conversations.messages(ID);
        assertThat(all).hasSize(threads * turns).doesNotHaveDuplicates();
        for (int thread = 0; thread < threads; thread++) {
            String name = "\"t" + thread + " ";
            assertThat(all.stream().map(Json::toString).filter(each -> each.startsWith(name)))
                    .isEqualTo(IntStream.range(0, turns)
                            .mapToObj(turn -> name + turn + "\"")
                            .toList());
        }
    }

    @Test
    void deletedConversation_isEmptyAndBeginsAgain() {
        conversations.append(ID, texts("a"));
        State before = state();
        conversations.delete(ID);
        assertThat(conversations.messages(ID)).isEmpty();
        assertThat(conversations.ids()).isEmpty();
        conversations.update(ID, texts("b"));
        assertThat(conversations.messages(ID)).isEqualTo(texts("b"));
        assertThat(state().handle()).isNotEqualTo(before.handle());
    }

    @Test
    void keysOfOthers_areLeftAlone() {
        conversations.append(ID, texts("a"));
        state().write(w -> w.set("title", "A talk").set("00000001", "no message"));
        conversations.update(ID, texts("b"));
        assertThat(state().read().document().string("title")).isEqualTo("A talk");
        assertThat(conversations.messages(ID)).isEqualTo(texts("b"));
    }

    @Test
    void whatOnePrincipalHasSeen_isNotTakenForWhatAnotherHas() {
        Principal[] caller = {Principal.of("alice")};
        Conversations shared = Conversations.ofCaller(() -> holdfast.as(caller[0]), "chat");
        Conversations bobs = Conversations.of(holdfast.as(Principal.of("bob")), "chat");
        bobs.append(ID, texts("b"));
        shared.append(ID, texts("a"));
        assertThat(shared.messages(ID)).isEqualTo(texts("a"));
        caller[0] = Principal.of("bob");
        shared.update(ID, texts("c"));
        assertThat(bobs.messages(ID)).isEqualTo(texts("c"));
        caller[0] = Principal.of("alice");
        assertThat(shared.messages(ID)).isEqualTo(texts("a"));
    }

    @Test
    void principals_haveConversationsOfTheirOwn() {
        conversations.append(ID, texts("a"));
        Conversations bobs = Conversations.of(holdfast.as(Principal.of("bob")), "chat");
        assertThat(bobs.messages(ID)).isEmpty();
        assertThat(bobs.ids()).isEmpty();
    }

    /** What a chat memory with a window does in a turn. */
    private static void add(Conversations to, String text, int most) {
        List<Json> messages = new ArrayList<>(to.messages(ID));
        messages.add(Json.of(text));
        to.update(ID, messages.subList(Math.max(0, messages.size() - most), messages.size()));
    }

    private static void elsewhere(Runnable call) throws ExecutionException, InterruptedException {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            thread.submit(call).get();
        }
    }

    private State state() {
        return conversations.find(ID).orElseThrow();
    }

    private static List<Json> texts(String... texts) {
        return List.of(texts).stream().<Json>map(Json::of).toList();
    }
}
