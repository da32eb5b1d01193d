package dev.holdfast.testkit.custody;

import dev.holdfast.engine.Keep;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.testkit.SingleQuoted;
import dev.holdfast.testkit.engine.WorkContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** States to move, and what files with them hold. */
final class MovedStates {
    private MovedStates() {}

    /** States with whatever the history of one may hold. */
    static void everyKind(States states) {
        State plan =
                states.open(StateSpec.named("plan").labels(Map.of("of", "all"))).state();
        plan.write(w -> w.set("n", 1).commandId("first"));
        plan.write(w -> w.set("later", 1).delay(Duration.ofHours(3)));
        plan.lease("editor", Duration.ofHours(1));
        plan.ask(QuestionSpec.of("Go on?"));
        State compacted = states.open(StateSpec.named("compacted").keep(Keep.revisions(2)))
                .state();
        for (int i = 0; i < 12; i++) {
            compacted.write(w -> w.increment("n", 1));
        }
        states.open(StateSpec.named("taken"));
        State closed = states.open(StateSpec.named("closed")).state();
        closed.close(null);
        State machine = states.open(StateSpec.unnamed().machine(Machine.of(SingleQuoted.object("""
            {'initial':'off','states':{'off':{'on':{'TURN':'on'}},'on':{}}}\
            """))))
                .state();
        machine.send("TURN");
        states.runs().start(RunSpec.of(WorkContract.IDLE));
    }

    /** The lines without the first and the last, which differ between exports of the same. */
    static List<String> lines(Path file) {
        List<String> lines =
                new String(bytes(file), StandardCharsets.UTF_8).lines().toList();
        return lines.subList(1, lines.size() - 1);
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
