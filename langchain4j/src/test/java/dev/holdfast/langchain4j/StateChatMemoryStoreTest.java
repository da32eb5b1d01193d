package dev.holdfast.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateChatMemoryStoreTest {
    private static final Principal ALICE = Principal.of("alice");

    @TempDir
    private Path folder;

    @Test
    void messagesOfEveryKind_comeBackEqual() {
        List<ChatMessage> messages = List.of(
                SystemMessage.from("Be \"brief\"."),
                UserMessage.from("Anna", "Hej, ☕ \u0000 and \uD83D\uDE00?"),
                UserMessage.from(TextContent.from("this"), ImageContent.from("https://example.com/a.png")),
                AiMessage.from(ToolExecutionRequest.builder()
                        .id("1")
                        .name("price")
                        .arguments("{\"value\":3.50}")
                        .build()),
                ToolExecutionResultMessage.from("1", "price", "3.50"),
                AiMessage.from("It is 3.50."));
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            ChatMemoryStore store = StateChatMemoryStore.of(holdfast.as(ALICE));
            store.updateMessages(7, messages);
            assertThat(store.getMessages(7)).isEqualTo(messages);
            assertThat(store.getMessages("7")).isEqualTo(messages);
            UUID id = UUID.randomUUID();
            assertThat(store.getMessages(id)).isEmpty();
            store.updateMessages(id, messages.subList(0, 1));
            assertThat(store.getMessages(id)).isEqualTo(messages.subList(0, 1));
        }
    }

    /** Both memories read before either writes, as two requests of one user do. */
    @Test
    void turnsAtTheSameTime_areKeptWhereTheOwnStoreLosesOne() throws Exception {
        ChatMemoryStore own = new InMemoryChatMemoryStore();
        assertThat(twoTurnsAtOnce(own)).hasSize(2);
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            ChatMemoryStore store = StateChatMemoryStore.of(holdfast.as(ALICE));
            assertThat(twoTurnsAtOnce(store))
                    .hasSize(3)
                    .contains(UserMessage.from("begin"), UserMessage.from("one"), UserMessage.from("two"));
        }
    }

    private static List<ChatMessage> twoTurnsAtOnce(ChatMemoryStore store) throws Exception {
        memory(store, 10).add(UserMessage.from("begin"));
        CyclicBarrier bothHaveRead = new CyclicBarrier(2);
        ChatMemoryStore meeting = new Meeting(store, bothHaveRead);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> one = threads.submit(() -> memory(meeting, 10).add(UserMessage.from("one")));
            Future<?> two = threads.submit(() -> memory(meeting, 10).add(UserMessage.from("two")));
            one.get();
            two.get();
        }
        return memory(store, 10).messages();
    }

    private record Meeting(ChatMemoryStore store, CyclicBarrier bothHaveRead) implements ChatMemoryStore {
        @Override
        public List<ChatMessage> getMessages(Object id) {
            return store.getMessages(id);
        }

        @Override
        public void updateMessages(Object id, List<ChatMessage> messages) {
            try {
                bothHaveRead.await(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            store.updateMessages(id, messages);
        }

        @Override
        public void deleteMessages(Object id) {
            store.deleteMessages(id);
        }
    }

    @Test
    void windowThatIsFull_evictsTheOldestAndKeepsParallelTurns() throws Exception {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            StateChatMemoryStore store = StateChatMemoryStore.of(holdfast.as(ALICE));
            ChatMemory memory = memory(store, 3);
            memory.add(SystemMessage.from("system"));
            for (int i = 0; i < 10; i++) {
                memory.add(UserMessage.from("turn " + i));
            }
            assertThat(memory.messages())
                    .containsExactly(
                            SystemMessage.from("system"), UserMessage.from("turn 8"), UserMessage.from("turn 9"));
            memory.add(SystemMessage.from("other system"));
            assertThat(memory.messages())
                    .contains(SystemMessage.from("other system"))
                    .doesNotContain(SystemMessage.from("system"));
            List<Event> events = store.state("chat").orElseThrow().history(2, 100);
            assertThat(events.subList(0, events.size() - 1))
                    .allSatisfy(event ->
                            assertThat(event.patch().toJson().toBytes()).hasSizeLessThan(200));
        }
    }

    @Test
    void manyThreadsOnOneMemory_loseNothing() throws Exception {
        int threads = 6;
        int turns = 20;
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            ChatMemoryStore store = StateChatMemoryStore.of(holdfast.as(ALICE));
            List<Future<?>> running = new ArrayList<>();
            try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
                for (int thread = 0; thread < threads; thread++) {
                    String name = "thread " + thread + " turn ";
                    running.add(pool.submit(() -> {
                        ChatMemory memory = memory(store, 1000);
                        for (int turn = 0; turn < turns; turn++) {
                            memory.add(UserMessage.from(name + turn));
                        }
                    }));
                }
                for (Future<?> each : running) {
                    each.get();
                }
            }
            assertThat(memory(store, 1000).messages()).hasSize(threads * turns).doesNotHaveDuplicates();
        }
    }

    interface Assistant {
        String chat(@MemoryId String id, @dev.langchain4j.service.UserMessage String text);
    }

    @Test
    void assistant_remembersAfterARestart() {
        String address = "file:" + folder.resolve("store");
        try (Holdfast holdfast = Holdfast.open(address)) {
            assertThat(assistant(holdfast).chat("anna", "My name is Anna.")).isEqualTo("I have read 1 messages.");
            assertThat(assistant(holdfast).chat("bert", "Hello.")).isEqualTo("I have read 1 messages.");
        }
        try (Holdfast holdfast = Holdfast.open(address)) {
            assertThat(assistant(holdfast).chat("anna", "Who am I?")).isEqualTo("I have read 3 messages.");
            StateChatMemoryStore store = StateChatMemoryStore.of(holdfast.as(ALICE));
            assertThat(store.ids()).containsExactlyInAnyOrder("anna", "bert");
            memory(store, 10, "anna").clear();
            assertThat(store.getMessages("anna")).isEmpty();
            assertThat(store.ids()).containsExactly("bert");
        }
    }

    private static Assistant assistant(Holdfast holdfast) {
        return assistant(holdfast, ALICE, new Counting());
    }

    private static Assistant assistant(Holdfast holdfast, Principal principal, ChatModel model) {
        ChatMemoryStore store = StateChatMemoryStore.of(holdfast.as(principal));
        return AiServices.builder(Assistant.class)
                .chatModel(model)
                .chatMemoryProvider(id -> MessageWindowChatMemory.builder()
                        .id(id)
                        .maxMessages(20)
                        .chatMemoryStore(store)
                        .build())
                .build();
    }

    /** Answers with what it was told. */
    private static final class Counting implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            int messages = request.messages().size();
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("I have read " + messages + " messages."))
                    .build();
        }
    }

    @Test
    void settings_areThoseOfNewMemories() {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            StateChatMemoryStore store =
                    StateChatMemoryStore.of(holdfast.as(ALICE)).with(spec -> spec.keep(Keep.revisions(50)));
            memory(store, 10).add(UserMessage.from("begin"));
            assertThat(store.state("chat").orElseThrow().read().keep()).isEqualTo(Keep.revisions(50));
        }
    }

    private static ChatMemory memory(ChatMemoryStore store, int most) {
        return memory(store, most, "chat");
    }

    private static ChatMemory memory(ChatMemoryStore store, int most, String id) {
        return MessageWindowChatMemory.builder()
                .id(id)
                .maxMessages(most)
                .chatMemoryStore(store)
                .build();
    }
}
