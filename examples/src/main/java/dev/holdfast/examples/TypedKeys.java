package dev.holdfast.examples;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.typed.Key;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Keys with types, for a state that is not the value of one type. */
public final class TypedKeys {
    static final Key<BigDecimal> TOTAL = Key.of("total", BigDecimal.class).initially(BigDecimal.ZERO);
    static final Key<List<LocalDate>> DAYS = Key.ofList("days", LocalDate.class);
    static final Key<Integer> VISITS = Key.of("/counts/visits", Integer.class).initially(0);

    private TypedKeys() {}

    static void play(PrintStream out) {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            State state = holdfast.open(StateSpec.unnamed());
            state.write(w -> w.set(DAYS, List.of(LocalDate.of(2026, 7, 28))).set("counts", Map.of()));
            TOTAL.in(state).update(total -> total.add(new BigDecimal("3.50")));
            VISITS.in(state).update(visits -> visits + 1);
            out.println(TOTAL.in(state).get() + " after " + VISITS.in(state).get() + " visit");
            out.println(DAYS.in(state).get().getFirst().getDayOfWeek());
            out.println(state.read().document());
        }
    }
}
