package dev.holdfast.engine.conversation;

import dev.holdfast.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to the messages that are stored now, so that what a caller did to those it had seen is done to
 * them.
 *
 * <p>The list that it hands back is laid beside the one that it had seen. Messages found in both, in order, divide the
 * two into gaps. In a gap a new message takes the place of a missing one; further missing ones are removed. Further new
 * ones go before all, if no message that stays stands before them, and else to the end, together with those that stay
 * and follow them.
 */
final class MessageMerge {
    private final List<StoredMessage> seen;
    private final List<Json> wanted;
    private final MessageList now;
    private final MessageChange change = new MessageChange();
    private final List<Slot> slots = new ArrayList<>();

    /** A message that is wanted, and the stored one whose place it has; null if it has none yet. */
    private record Slot(@Nullable StoredMessage place, Json message) {}

    private MessageMerge(List<StoredMessage> seen, List<Json> wanted, MessageList now) {
        this.seen = seen;
        this.wanted = wanted;
        this.now = now;
    }

    static MessageChange of(List<StoredMessage> seen, List<Json> wanted, MessageList now) {
        MessageMerge merge = new MessageMerge(seen, wanted, now);
        merge.divide();
        merge.carryOut();
        return merge.change;
    }

    private void divide() {
        int fromSeen = 0;
        int fromWanted = 0;
        for (int i = 0; i < wanted.size(); i++) {
            int match = find(wanted.get(i), fromSeen);
            if (match >= 0) {
                gap(seen.subList(fromSeen, match), wanted.subList(fromWanted, i));
                StoredMessage both = seen.get(match);
                if (now.stillHas(both)) {
                    slots.add(new Slot(both, both.message()));
                }
                fromSeen = match + 1;
                fromWanted = i + 1;
            }
        }
        gap(seen.subList(fromSeen, seen.size()), wanted.subList(fromWanted, wanted.size()));
    }

    private int find(Json message, int from) {
        for (int i = from; i < seen.size(); i++) {
            if (seen.get(i).message().equals(message)) {
                return i;
            }
        }
        return -1;
    }

    private void gap(List<StoredMessage> missing, List<Json> fresh) {
        for (int i = 0; i < fresh.size(); i++) {
            StoredMessage place = i < missing.size() && now.stillHas(missing.get(i)) ? missing.get(i) : null;
            slots.add(new Slot(place, fresh.get(i)));
        }
        missing.stream().skip(fresh.size()).filter(now::stillHas).forEach(change::delete);
    }

    private void carryOut() {
        int first = firstPlaced();
        int front = now.keyBeforeAll() - first;
        int end = now.keyAfterAll();
        int lastPlaced = lastPlaced();
        boolean moving = false;
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            StoredMessage place = slot.place();
            if (i < first) {
                change.set(++front, 0, slot.message());
            } else if (place != null && !moving) {
                change.stay(place, slot.message());
            } else {
                moving |= i < lastPlaced;
                if (place != null) {
                    change.delete(place);
                }
                change.set(end++, 0, slot.message());
            }
        }
    }

    /** How many slots stand before the first that has a place; 0 if none has, as then all go to the end. */
    private int firstPlaced() {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).place() != null) {
                return i;
            }
        }
        return 0;
    }

    private int lastPlaced() {
        int last = slots.size() - 1;
        while (last >= 0 && slots.get(last).place() == null) {
            last--;
        }
        return last;
    }
}
