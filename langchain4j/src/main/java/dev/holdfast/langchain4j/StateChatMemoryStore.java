package dev.holdfast.langchain4j;

import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.conversation.Conversations;
import dev.holdfast.json.Json;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Chat memories of one principal, each a state, for {@code MessageWindowChatMemory} and its like:
 *
 * <pre>{@code
 * ChatMemoryStore store = StateChatMemoryStore.of(holdfast.as(principal));
 * }</pre>
 *
 * <p>A turn adds an event that is as long as its own messages. Turns that run at the same time, also of other instances
 * and processes, are all kept: a memory reads all messages and hands all of them back, and this store merges what that
 * changed. Ids with the same text are the same memory. A memory that is deleted is empty at once, and removed for good
 * in seven days. Safe for use by many threads.
 */
public final class StateChatMemoryStore implements ChatMemoryStore {
    private static final String KIND = "chat-memory";

    private final Conversations conversations;

    private StateChatMemoryStore(Conversations conversations) {
        this.conversations = conversations;
    }

    /** The memories of a principal, as states named {@code chat-memory/ID}. */
    public static StateChatMemoryStore of(States states) {
        return new StateChatMemoryStore(Conversations.of(states, KIND));
    }

    /** The same with other settings for memories that are new, such as how much history they keep. */
    public StateChatMemoryStore with(UnaryOperator<StateSpec> settings) {
        return new StateChatMemoryStore(conversations.with(settings));
    }

    @Override
    public List<ChatMessage> getMessages(Object memoryId) {
        return conversations.messages(memoryId.toString()).stream()
                .map(message -> ChatMessageDeserializer.messageFromJson(message.toString()))
                .toList();
    }

    @Override
    public void updateMessages(Object memoryId, List<ChatMessage> messages) {
        conversations.update(
                memoryId.toString(),
                messages.stream()
                        .map(message -> Json.parse(ChatMessageSerializer.messageToJson(message)))
                        .toList());
    }

    @Override
    public void deleteMessages(Object memoryId) {
        conversations.delete(memoryId.toString());
    }

    /** The state that a memory is, for its history, undo and sharing; empty if there is none. */
    public Optional<State> state(Object memoryId) {
        return conversations.find(memoryId.toString());
    }

    /** The texts of the ids of all memories. */
    public List<String> ids() {
        return conversations.ids();
    }

    @Override
    public String toString() {
        return "StateChatMemoryStore[" + conversations + "]";
    }
}
