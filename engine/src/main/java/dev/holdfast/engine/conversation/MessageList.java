package dev.holdfast.engine.conversation;

import dev.holdfast.engine.StateView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The messages of one conversation as they are stored at one revision. */
final class MessageList {
    /** The key of the first message: keys have eight digits, so that their order as texts is that of the numbers. */
    private static final int FIRST = 50_000_000;

    private static final int DIGITS = 8;

    private final List<StoredMessage> messages;
    private final Map<Integer, StoredMessage> byKey = new HashMap<>();

    private MessageList(List<StoredMessage> messages) {
        this.messages = messages;
        messages.forEach(message -> byKey.put(message.key(), message));
    }

    static MessageList of(StateView view) {
        List<StoredMessage> messages = new ArrayList<>(view.document().size());
        view.document().forEach((name, message) -> {
            if (isKey(name)) {
                messages.add(new StoredMessage(Integer.parseInt(name), view.keyRevision(name), message));
            }
        });
        messages.sort(Comparator.comparingInt(StoredMessage::key));
        return new MessageList(List.copyOf(messages));
    }

    List<StoredMessage> messages() {
        return messages;
    }

    boolean stillHas(StoredMessage message) {
        StoredMessage now = byKey.get(message.key());
        return now != null && now.revision() == message.revision();
    }

    int keyBeforeAll() {
        return messages.isEmpty() ? FIRST : messages.getFirst().key() - 1;
    }

    int keyAfterAll() {
        return messages.isEmpty() ? FIRST : messages.getLast().key() + 1;
    }

    static String name(int key) {
        return Integer.toString(key);
    }

    /** What else stands in the document belongs to others. */
    private static boolean isKey(String name) {
        return name.length() == DIGITS && name.charAt(0) != '0' && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
