package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every call after the engine was closed says just that, and not to wait for the store. */
public interface ClosedStoreContract extends StoreFixture {
    @Test
    default void calls_afterTheEngineWasClosed_saySo() {
        Map<String, Runnable> calls = new LinkedHashMap<>();
        try (Holdfast holdfast = engine(open()).open()) {
            States states = holdfast.as(Principal.local("test"));
            State state = states.open(StateSpec.unnamed()).state();
            state.write(w -> w.set("k", 1));
            calls.put("write", () -> state.write(w -> w.set("k", 2)));
            calls.put("update", () -> state.update("k", value -> Json.of(3)));
            calls.put("read", state::read);
            calls.put("history", () -> state.history(1, 10));
            calls.put("undo", state::undo);
            calls.put("diff", () -> state.diff(1, 2));
            calls.put("lease", () -> state.lease("l", Duration.ofMinutes(1)));
            calls.put("share", () -> state.share("local:other", Access.READ));
            calls.put("observe", () -> state.observe(event -> {}));
            calls.put("close", () -> state.close(null));
            calls.put("erase", () -> state.erase(null));
            calls.put("open", () -> states.open(StateSpec.unnamed()));
            calls.put("open by name", () -> states.open(StateSpec.named("n")));
            calls.put("list", () -> states.list(ListQuery.ALL));
            calls.put("run", () -> states.runs().start(RunSpec.of(WorkflowContract.ORDER)));
            calls.put("verify", () -> holdfast.verify(Progress.NONE));
            calls.put("count", () -> holdfast.count(Progress.NONE));
            calls.put("compact", () -> holdfast.compact(Progress.NONE));
            calls.put("wait", () -> waitFor(state));
        }
        calls.forEach((name, call) -> assertThat(answer(call))
                .as(name)
                .startsWith("unavailable: The program has closed the store")
                .contains("Open it again"));
    }

    private static String answer(Runnable call) {
        try {
            call.run();
            return "it was carried out";
        } catch (HoldfastException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void waitFor(State state) {
        try {
            state.await(WaitFor.change(Duration.ofMinutes(1)));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
