package dev.holdfast.examples;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/** Part 4: session, persistent and shared state. */
public final class KindsOfState {
    private KindsOfState() {}

    static void play(PrintStream out, Path folder) throws InterruptedException {
        String address = "sqlite:" + folder.resolve("kinds.db");
        try (Holdfast holdfast = Holdfast.open(address)) {
            session(holdfast, out);
            State profile = holdfast.open(StateSpec.named("profile"));
            profile.write(w -> w.set("language", "en"));
        }
        try (Holdfast again = Holdfast.open(address)) {
            out.println("persistent: "
                    + again.open(StateSpec.named("profile")).read().document());
            counted(again, address, out);
            leased(again, out);
        }
    }

    private static void session(Holdfast holdfast, PrintStream out) {
        State chat = holdfast.open(StateSpec.session().idleTtl(Duration.ofMinutes(30)));
        chat.write(w -> w.set("topic", "holidays"));
        out.println("a session " + (chat.read().expiresAt() == null ? "stays" : "expires when unused"));
    }

    /** Two engines stand for two processes: each sees what the other writes, and no increment is lost. */
    private static void counted(Holdfast first, String address, PrintStream out) throws InterruptedException {
        try (Holdfast second = Holdfast.open(address)) {
            Thread one = Thread.startVirtualThread(() -> count(first));
            Thread other = Thread.startVirtualThread(() -> count(second));
            one.join();
            other.join();
            out.println(
                    "shared: " + second.open(StateSpec.named("counter")).read().document());
        }
    }

    private static void count(Holdfast holdfast) {
        State counter = holdfast.open(StateSpec.named("counter"));
        for (int i = 0; i < 24; i++) {
            counter.write(w -> w.increment("count", 1));
        }
    }

    /** A lease holder that was too slow is refused by its token: fencing. */
    private static void leased(Holdfast holdfast, PrintStream out) {
        State ours =
                holdfast.as(Principal.of("ada")).open(StateSpec.named("report")).state();
        ours.share("bob", Access.WRITE);
        State theirs = holdfast.as(Principal.of("bob")).state(ours.handle().value());
        Lease slow = ours.lease("editor", Duration.ofMinutes(1));
        ours.lease(LeaseRequest.release("editor", slow.token()));
        Lease next = theirs.lease("editor", Duration.ofMinutes(1));
        theirs.write(w -> w.set("text", "bob's").lease("editor", next.token()));
        try {
            ours.write(w -> w.set("text", "ada's").lease("editor", slow.token()));
        } catch (HoldfastException e) {
            out.println("the stale token: " + e.failure().code().wire());
        }
        out.println("leased: " + ours.read().document());
    }

    public static void main(String[] arguments) throws InterruptedException {
        play(System.out, Path.of(arguments.length == 0 ? "." : arguments[0]));
    }
}
