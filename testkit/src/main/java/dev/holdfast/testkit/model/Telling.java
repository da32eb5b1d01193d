package dev.holdfast.testkit.model;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.spi.StateHeader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The visible content of an event. Compared as a whole. */
final class Telling {
    private Telling() {}

    static Map<String, Object> of(Event event) {
        // The reason why a queued write had no effect is a code, followed by text for people, which is not compared.
        boolean inVain = event.type() == EventType.LAPSED && event.note() != null;
        String note = String.valueOf(event.note());
        return told(
                event.revision(),
                event.type(),
                event.actor().equals(StateHeader.INTERNAL) ? Deed.TIME : event.actor(),
                inVain ? note.replaceFirst(":.*", "") : note,
                String.valueOf(event.cause()),
                event.at(),
                event.keys());
    }

    static Map<String, Object> of(Facts facts, long revision) {
        Facts.Version version = facts.version(revision);
        Deed deed = version.deed();
        return told(
                revision,
                deed.type(),
                deed.by(),
                String.valueOf(deed.note()),
                String.valueOf(deed.cause()),
                version.at(),
                version.changed());
    }

    private static Map<String, Object> told(
            long revision, EventType type, String by, String note, String cause, Object at, Set<String> keys) {
        Map<String, Object> told = new TreeMap<>();
        told.put("revision", revision);
        told.put("type", type);
        told.put("by", by);
        told.put("note", note);
        told.put("cause", cause);
        told.put("at", at);
        told.put("keys", new TreeSet<>(keys));
        return told;
    }
}
