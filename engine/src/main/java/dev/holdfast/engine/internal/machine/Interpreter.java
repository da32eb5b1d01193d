package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What events lead to. Every step runs to completion: the transitions of the event, then those without an event and
 * those of raised events, until none is left.
 *
 * <p>Steps that are given throw {@link Steps.EndedException} if a call costs more. A configuration that names states
 * which the chart does not have throws {@link IllegalArgumentException}: it belongs to another definition.
 */
public final class Interpreter {
    private Interpreter() {}

    /**
     * Starts a machine.
     *
     * @param context the first document; null for that of the definition
     * @return taken or refused
     */
    public static MachineStep initial(Chart chart, @Nullable JsonObject context, Instant now, Steps steps) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends an event. What is due by {@code now} is not looked at: it is fired before.
     *
     * @return taken, ignored or refused
     */
    public static MachineStep send(
            Chart chart, Configuration before, JsonObject context, MachineEvent event, Instant now, Steps steps) {
        throw new UnsupportedOperationException();
    }

    /**
     * Fires the delayed transition that is due first, as of the time when it was due.
     *
     * @return taken or lapsed; null if none is due
     */
    public static @Nullable MachineStep due(
            Chart chart, Configuration before, JsonObject context, Instant now, Steps steps) {
        throw new UnsupportedOperationException();
    }

    /**
     * The events that the active states have transitions for, inner states first, at most 100. Empty once the machine is
     * done.
     */
    public static List<Possible> possible(
            Chart chart, Configuration configuration, JsonObject context, Instant now, Steps steps) {
        throw new UnsupportedOperationException();
    }
}
