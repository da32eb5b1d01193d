package dev.holdfast.testkit.log;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import java.util.function.Consumer;

/** An engine of its own on an encrypted store, which works until it is killed, and tells what was acknowledged. */
final class EncryptedClient {
    static final Principal OWNER = Principal.local("encrypted");

    private static final int WRITERS = 4;

    private final Holdfast holdfast;
    private final Consumer<String> tell;

    EncryptedClient(Holdfast holdfast, Consumer<String> tell) {
        this.holdfast = holdfast;
        this.tell = tell;
    }

    /**
     * Opens so many states in each of several threads, and writes to them; every fifth is erased. Tells {@code HANDLE
     * REVISION}, and {@code HANDLE erased}.
     */
    void write(int states) {
        Crowd.run(WRITERS, writer -> {
            for (int n = 1; n <= states; n++) {
                State state = holdfast.as(OWNER)
                        .open(StateSpec.unnamed().data(JsonObject.of("n", Json.of(1))))
                        .state();
                tell.accept(state.handle() + " 1");
                state.write(w -> w.increment("n", 1));
                tell.accept(state.handle() + " 2");
                if (n % 5 == 0) {
                    state.erase("erase");
                    tell.accept(state.handle() + " erased");
                }
            }
            return writer;
        });
    }

    /** Renews all keys so often, with each of these master keys in turn. Tells which it was. */
    void rotate(int times, MasterKey first, MasterKey second) {
        for (int n = 0; n < times; n++) {
            MasterKey next = n % 2 == 0 ? first : second;
            holdfast.renewKeys();
            holdfast.changeMasterKey(next);
            tell.accept(next.id());
        }
    }
}
