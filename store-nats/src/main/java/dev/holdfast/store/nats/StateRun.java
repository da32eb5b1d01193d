package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.StateId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The appends of a batch to one state, in their order, and how far they have come. */
final class StateRun {
    private final StateId state;
    private final List<Append> appends = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private int next;
    private KnownState known = KnownState.ABSENT;

    StateRun(StateId state) {
        this.state = state;
    }

    /** @param place where the outcome belongs in the results of the batch */
    void add(Append append, int place) {
        appends.add(append);
        places.add(place);
    }

    StateId state() {
        return state;
    }

    KnownState known() {
        return known;
    }

    boolean isDone() {
        return next == appends.size();
    }

    Append next() {
        return appends.get(next);
    }

    /** The appends that are left, the next one first. */
    List<Append> left() {
        return appends.subList(next, appends.size());
    }

    /** The state is known to be like this now. */
    void know(KnownState now) {
        known = now;
    }

    /** Whether the next append is to the revision that the state is known to have. */
    boolean fits() {
        return !known.isErased() && known.revision() == next().expected();
    }

    /** Why the next append is refused, if the state is as known; null if it is not. */
    @Nullable AppendResult refusal(long mostBytes) {
        if (known.isErased()) {
            return new AppendResult.Gone();
        } else if (known.revision() != next().expected()) {
            return new AppendResult.Conflict(OptionalLong.of(known.revision()));
        }
        return next().commit().event().length() > mostBytes ? new AppendResult.TooLarge(mostBytes) : null;
    }

    /** The next append is stored, and the state is now like this. */
    void appended(KnownState now, AppendResult[] results) {
        known = now;
        results[places.get(next++)] = AppendResult.APPENDED;
    }

    /** The next appends, so many, have this outcome, and the rest is not attempted. */
    void stop(int count, AppendResult outcome, AppendResult[] results) {
        for (int i = 0; next < appends.size(); i++) {
            results[places.get(next++)] = i < count ? outcome : AppendResult.NotAttempted.afterOneThatFailed();
        }
    }
}
