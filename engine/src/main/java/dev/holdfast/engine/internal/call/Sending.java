package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Send;
import dev.holdfast.engine.Sent;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.machine.Diagram;
import dev.holdfast.engine.internal.machine.Interpreter;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Calls about the machine of a state: one sends an event, others tell what is possible, and draw it. */
public final class Sending {
    private final Engine engine;
    private final Principal principal;
    private final StateId id;

    public Sending(Engine engine, Principal principal, StateId id) {
        this.engine = engine;
        this.principal = principal;
        this.id = id;
    }

    public Sent carryOut(Send send) {
        int bytes = send.event().data().canonicalSize();
        engine.requireCommandBytes(bytes);
        Change.Send change = new Change.Send(send.event(), send.ifRevision(), send.note());
        CommandOutcome.Done done = engine.execute(Command.of(id, principal, send.commandId(), change))
                .done();
        Image then = done.then(revision -> engine.past(principal, id, revision));
        return new Sent(
                done.revision(),
                done.changed(engine.history()),
                then == null ? null : then.facts().configuration(),
                then == null ? null : then.document(),
                then == null ? List.of() : possible(then),
                done.replayed());
    }

    /** The events that are possible in an image; none if it has no machine. */
    public List<Possible> possible(Image image) {
        JsonObject definition = image.settings().machine();
        Configuration configuration = image.facts().configuration();
        return definition == null || configuration == null
                ? List.of()
                : engine.longWork()
                        .work(
                                principal,
                                steps -> Interpreter.possible(
                                        engine.validator().charts().chart(definition, steps),
                                        configuration,
                                        image.document(),
                                        engine.now(),
                                        steps));
    }

    /**
     * The machine of an image, or the workflow that it is a run of, as Mermaid text that shows where it stands; empty
     * if it has neither.
     *
     * @throws HoldfastException {@code invalid} if its expressions are not understood here
     */
    public Optional<String> diagram(Image image) {
        if (image.run() != null) {
            return Optional.of(new Running(engine, principal, id).diagram(image));
        }
        JsonObject definition = image.settings().machine();
        return definition == null
                ? Optional.empty()
                : Optional.of(engine.longWork()
                        .work(
                                principal,
                                steps -> Diagram.of(
                                        engine.validator().charts().chart(definition, steps),
                                        image.facts().configuration())));
    }
}
