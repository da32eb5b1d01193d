package dev.holdfast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

final class StateChatMemoryRepositoryTest {
    private static StateChatMemoryRepository repository(Holdfast holdfast) {
        return StateChatMemoryRepository.of(holdfast.as(Principal.of("alice")));
    }

    @Test
    void messagesOfEveryKind_comeBackEqual() {
        List<Message> messages = List.of(
                SystemMessage.builder()
                        .text("Be brief.")
                        .metadata(Map.of("a", "b"))
                        .build(),
                UserMessage.builder()
                        .text("Hej ☕")
                        .metadata(Map.of("n", 7, "long", 12345678901L, "d", 0.5, "yes", true))
                        .build(),
                AssistantMessage.builder()
                        .content("")
                        .toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", "price", "{\"v\":3.50}")))
                        .build(),
                ToolResponseMessage.builder()
                        .responses(List.of(new ToolResponseMessage.ToolResponse("1", "price", "3.50")))
                        .build(),
                new AssistantMessage("It is 3.50."));
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            ChatMemoryRepository repository = repository(holdfast);
            repository.saveAll("chat 1", messages);
            assertThat(repository.findByConversationId("chat 1")).isEqualTo(messages);
            repository.saveAll("chat 1", repository.findByConversationId("chat 1"));
            assertThat(repository(holdfast).state("chat 1").orElseThrow().read().revision())
                    .isEqualTo(2);
            assertThat(repository.findConversationIds()).containsExactly("chat 1");
            repository.deleteByConversationId("chat 1");
            assertThat(repository.findConversationIds()).isEmpty();
        }
    }

    @Test
    void media_comeBack() {
        MimeType png = MimeType.valueOf("image/png");
        UserMessage message = UserMessage.builder()
                .text("look")
                .media(
                        new Media(png, URI.create("https://example.com/a.png")),
                        Media.builder()
                                .mimeType(png)
                                .data(new byte[] {1, 2, -1})
                                .name("b")
                                .build())
                .build();
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            ChatMemoryRepository repository = repository(holdfast);
            repository.saveAll("chat", List.of(message));
            UserMessage read =
                    (UserMessage) repository.findByConversationId("chat").getFirst();
            assertThat(read.getMedia()).hasSize(2);
            assertThat(read.getMedia().getFirst().getData()).isEqualTo("https://example.com/a.png");
            assertThat(read.getMedia().getLast().getDataAsByteArray()).containsExactly(1, 2, -1);
            assertThat(read.getMedia().getLast().getName()).isEqualTo("b");
        }
    }

    /** Both memories read before either saves, as two requests of one user do. */
    @Test
    void turnsAtTheSameTime_areKeptWhereTheOwnRepositoryLosesOne() throws Exception {
        assertThat(twoTurnsAtOnce(new InMemoryChatMemoryRepository())).hasSize(2);
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            assertThat(twoTurnsAtOnce(repository(holdfast)))
                    .extracting(Message::getText)
                    .containsExactlyInAnyOrder("begin", "one", "two")
                    .startsWith("begin");
        }
    }

    private static List<Message> twoTurnsAtOnce(ChatMemoryRepository repository) throws Exception {
        memory(repository).add("chat", new UserMessage("begin"));
        ChatMemory meeting = memory(new Meeting(repository, new CyclicBarrier(2)));
        List<Future<?>> turns = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (String text : List.of("one", "two")) {
                turns.add(threads.submit(() -> meeting.add("chat", new UserMessage(text))));
            }
            for (Future<?> turn : turns) {
                turn.get();
            }
        }
        return memory(repository).get("chat");
    }

    private static ChatMemory memory(ChatMemoryRepository repository) {
        return MessageWindowChatMemory.builder()
                .chatMemoryRepository(repository)
                .maxMessages(10)
                .build();
    }

    private record Meeting(ChatMemoryRepository repository, CyclicBarrier bothHaveRead)
            implements ChatMemoryRepository {
        @Override
        public List<String> findConversationIds() {
            return repository.findConversationIds();
        }

        @Override
        public List<Message> findByConversationId(String id) {
            return repository.findByConversationId(id);
        }

        @Override
        public void saveAll(String id, List<Message> messages) {
            try {
                bothHaveRead.await(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            repository.saveAll(id, messages);
        }

        @Override
        public void deleteByConversationId(String id) {
            repository.deleteByConversationId(id);
        }
    }
}
