package dev.holdfast.engine.internal.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The commands that wait for the committer, in the order in which they came. Safe for use by many threads. */
final class Inbox {
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();

    /** What the committer waits for. */
    sealed interface Item permits Pending, WakeUp {}

    /** Nothing to do: look whether it is time to end. */
    private record WakeUp() implements Item {}

    void add(Pending pending) {
        items.add(pending);
    }

    /** Ends the present or next wait for a command. */
    void wakeUp() {
        items.add(new WakeUp());
    }

    /** Waits for a command; null if it was woken up instead. */
    @Nullable Pending take() throws InterruptedException {
        return command(items.take());
    }

    /** Waits for a command, for some time; null if none came. */
    @Nullable Pending poll(long nanos) throws InterruptedException {
        Item item = items.poll(nanos, TimeUnit.NANOSECONDS);
        return item == null ? null : command(item);
    }

    /** Takes the commands that wait now, up to a number of them. */
    List<Pending> drain(int most) {
        List<Item> drained = new ArrayList<>();
        items.drainTo(drained, most);
        List<Pending> commands = new ArrayList<>(drained.size());
        for (Item item : drained) {
            Pending command = command(item);
            if (command != null) {
                commands.add(command);
            }
        }
        return commands;
    }

    int size() {
        return items.size();
    }

    private static @Nullable Pending command(Item item) {
        return switch (item) {
            case Pending pending -> pending;
            case WakeUp wakeUp -> null;
        };
    }
}
