package dev.holdfast.testkit.log;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.testkit.Crowd;
import java.util.function.Consumer;

/** An engine of its own with an audit log, which works until it is killed, and tells what was answered. */
final class AuditedClient {
    private static final int CALLERS = 4;

    private final Holdfast holdfast;
    private final String name;
    private final Consumer<String> tell;

    /** @param name tells its callers from those of others */
    AuditedClient(Holdfast holdfast, String name, Consumer<String> tell) {
        this.holdfast = holdfast;
        this.name = name;
        this.tell = tell;
    }

    /** Reads a state and writes to it so often in each of several threads. Tells {@code PRINCIPAL read|write}. */
    void work(String handle, int times) {
        Crowd.run(CALLERS, caller -> {
            Principal principal = Principal.local(name + caller);
            State state = holdfast.as(principal).state(handle);
            for (int n = 0; n < times; n++) {
                state.write(w -> w.increment("n", 1));
                tell.accept(principal.id() + " write");
                state.read();
                tell.accept(principal.id() + " read");
            }
            return caller;
        });
    }
}
