package dev.holdfast.engine.conversation;

import dev.holdfast.engine.Write;
import dev.holdfast.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is to happen to the messages of one conversation, on condition that those concerned are as they were. */
final class MessageChange {
    private final Write.Builder write = Write.builder();
    private final SortedMap<Integer, Json> set = new TreeMap<>();
    private final List<StoredMessage> kept = new ArrayList<>();
    private boolean empty = true;

    /** The message that has this place is now this one, which may be what it was. */
    void stay(StoredMessage place, Json message) {
        if (place.message().equals(message)) {
            kept.add(place);
        } else {
            set(place.key(), place.revision(), message);
        }
    }

    /** @param present the revision of what stands there; 0 for nothing */
    void set(int key, long present, Json message) {
        String name = MessageList.name(key);
        write.set(name, message).ifRevision(name, present);
        set.put(key, message);
        empty = false;
    }

    void delete(StoredMessage message) {
        String name = MessageList.name(message.key());
        write.delete(name).ifRevision(name, message.revision());
        empty = false;
    }

    boolean isEmpty() {
        return empty;
    }

    Write write() {
        return write.build();
    }

    /** What the caller has seen once this is stored: what it kept and what it set, and nothing that others added. */
    List<StoredMessage> seen(long revision) {
        SortedMap<Integer, StoredMessage> seen = new TreeMap<>();
        kept.forEach(message -> seen.put(message.key(), message));
        set.forEach((key, message) -> seen.put(key, new StoredMessage(key, revision, message)));
        return List.copyOf(seen.values());
    }
}
