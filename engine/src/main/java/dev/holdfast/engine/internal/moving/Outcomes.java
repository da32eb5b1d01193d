package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Progress;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.engine.spi.StateId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Counts what becomes of the states of an import. */
final class Outcomes {
    private final Progress progress;
    private final BiConsumer<StateId, Imported.Reason> told;
    private final List<Imported.Left> reasons = new ArrayList<>();
    private long created;
    private long continued;
    private long same;
    private long left;
    private long events;

    Outcomes(Progress progress) {
        this(progress, (state, reason) -> {});
    }

    /** @param told told of each state that is left, all of them */
    Outcomes(Progress progress, BiConsumer<StateId, Imported.Reason> told) {
        this.progress = progress;
        this.told = told;
    }

    void created() {
        created++;
        tell();
    }

    void continued() {
        continued++;
        tell();
    }

    void same() {
        same++;
        tell();
    }

    void left(StateId state, Imported.Reason reason) {
        left++;
        told.accept(state, reason);
        if (reasons.size() < Imported.MOST_REASONS) {
            reasons.add(new Imported.Left(state, reason));
        }
        tell();
    }

    void events(long more) {
        events += more;
    }

    Imported told(boolean whole) {
        return new Imported(created, continued, same, left, reasons, events, whole);
    }

    private void tell() {
        progress.done(created + continued + same + left);
    }
}
