package dev.holdfast.examples;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.Undo;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Part 2: event sourcing, commands and observers. All three are the same events. */
public final class Patterns {
    private Patterns() {}

    static void play(PrintStream out) throws InterruptedException {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            State order = holdfast.open(StateSpec.named("order"));
            eventSourcing(order, out);
            commands(order, out);
            observers(order, out);
        }
    }

    private static void eventSourcing(State order, PrintStream out) {
        order.write(w -> w.set("status", "new").set("items", 2).note("as the customer said"));
        order.write(w -> w.increment("items", 3));
        order.write(w -> w.set("status", "paid"));
        for (Event event : order.history(2, 10)) {
            out.println("event " + event.revision() + ": " + event.type() + " " + event.keys());
        }
        out.println("at revision 2: " + order.at(2).document());
        out.println("now: " + order.read().document());
    }

    private static void commands(State order, PrintStream out) {
        order.undo();
        out.println("undone: " + order.read().document());
        order.undo(Undo.redo(1));
        out.println("redone: " + order.read().document());
        order.write(w -> w.set("status", "late").delay(Duration.ofDays(3)));
        out.println("waiting: " + order.read().scheduled().size());
        order.cancel(order.read().scheduled().getFirst().id());
        out.println("waiting: " + order.read().scheduled().size());
        for (int attempt = 0; attempt < 3; attempt++) {
            order.write(w -> w.increment("items", 1).commandId("one-more"));
        }
        out.println("tried three times, done once: " + order.read().document());
    }

    private static void observers(State order, PrintStream out) throws InterruptedException {
        BlockingQueue<Event> seen = new LinkedBlockingQueue<>();
        Subscription fromTheBeginning = order.observe(2, seen::add);
        out.println("observed first: " + seen.take().keys());
        fromTheBeginning.close();
        BlockingQueue<Event> later = new LinkedBlockingQueue<>();
        Subscription fromNow = order.observe(later::add);
        order.write(w -> w.set("status", "sent"));
        out.println("observed next: " + later.take().keys());
        fromNow.close();
    }

    public static void main(String[] arguments) throws InterruptedException {
        play(System.out);
    }
}
