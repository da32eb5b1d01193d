package dev.holdfast.spring;

import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.conversation.Conversations;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;

/**
 * Conversations of Spring AI, each a state named {@code spring-chat/ID}, for {@code MessageWindowChatMemory} and its
 * like. A turn adds an event that is as long as its own messages. Turns that run at the same time, also of other
 * instances, are all kept. Safe for use by many threads.
 */
public final class StateChatMemoryRepository implements ChatMemoryRepository {
    private static final String KIND = "spring-chat";

    private final Conversations conversations;

    private StateChatMemoryRepository(Conversations conversations) {
        this.conversations = conversations;
    }

    /** The conversations of who calls. */
    public static StateChatMemoryRepository of(CallerStates states) {
        return new StateChatMemoryRepository(Conversations.ofCaller(states::states, KIND));
    }

    /** The conversations of one principal. */
    public static StateChatMemoryRepository of(States states) {
        return new StateChatMemoryRepository(Conversations.of(states, KIND));
    }

    /** The same with other settings for conversations that are new, such as how much history they keep. */
    public StateChatMemoryRepository with(UnaryOperator<StateSpec> settings) {
        return new StateChatMemoryRepository(conversations.with(settings));
    }

    @Override
    public List<String> findConversationIds() {
        return conversations.ids();
    }

    @Override
    public List<Message> findByConversationId(String conversationId) {
        return conversations.messages(conversationId).stream()
                .map(MessageCodec::read)
                .toList();
    }

    @Override
    public void saveAll(String conversationId, List<Message> messages) {
        conversations.update(
                conversationId, messages.stream().map(MessageCodec::write).toList());
    }

    /** Adds messages at the end, whatever others add meanwhile, without a look at what is there. */
    public void append(String conversationId, List<Message> messages) {
        conversations.append(
                conversationId, messages.stream().map(MessageCodec::write).toList());
    }

    @Override
    public void deleteByConversationId(String conversationId) {
        conversations.delete(conversationId);
    }

    /** The state that a conversation is; empty if there is none. */
    public Optional<State> state(String conversationId) {
        return conversations.find(conversationId);
    }

    @Override
    public String toString() {
        return "StateChatMemoryRepository[" + conversations + "]";
    }
}
