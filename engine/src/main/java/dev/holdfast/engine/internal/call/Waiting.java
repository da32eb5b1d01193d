package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Waited;
import dev.holdfast.engine.internal.decision.Validator;
import dev.holdfast.engine.internal.follow.Heard;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.StateId;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call that waits until a document changes after a revision or meets a condition. */
public final class Waiting {
    private final Engine engine;
    private final Principal principal;
    private final StateId id;
    private final Supplier<Image> current;
    private final WaitFor what;
    private final Validator.@Nullable Condition until;

    /** @param current reads the present state; throws if the caller may not see it */
    public Waiting(Engine engine, Principal principal, StateId id, Supplier<Image> current, WaitFor what) {
        this.engine = engine;
        this.principal = principal;
        this.id = id;
        this.current = current;
        this.what = what;
        String condition = what.until();
        this.until = condition == null
                ? null
                : engine.longWork().work(principal, steps -> engine.validator().condition("until", condition, steps));
    }

    @SuppressWarnings("try") // the subscription is held, not used
    public Waited await() throws InterruptedException {
        Heard heard = new Heard(what.keys(), until != null);
        long deadline = System.nanoTime() + what.timeout().toNanos();
        // Subscribe first and read second, so that no change in between is missed.
        try (Subscription subscription = engine.tailer().listen(id, heard)) {
            Long given = what.sinceRevision();
            long since = given == null ? current.get().revision() : given;
            Waited waited = look(heard, since);
            while (waited.timedOut() && heard.await(deadline - System.nanoTime())) {
                waited = look(heard, since);
            }
            if (waited.timedOut()) {
                // The answer tells the present, whether or not the feed has told of it.
                heard.missed();
                waited = look(heard, since);
            }
            return waited;
        }
    }

    private Waited look(Heard heard, long since) {
        boolean gap = heard.takeGap();
        Image now = current.get();
        if (gap) {
            heard.found(since, now.revision(), changed(now, since));
        }
        return waited(heard, now, since);
    }

    private Set<String> changed(Image now, long since) {
        if (now.documentRevision() <= since) {
            return Set.of();
        }
        SortedMap<String, Long> keys = engine.history().keysChanged(now, since);
        return keys == null ? anyOf(now) : keys.keySet();
    }

    /** Where the changes are compacted, any key may have changed, also one that is gone since. */
    private Set<String> anyOf(Image now) {
        Set<String> any = new TreeSet<>(what.keys());
        any.addAll(now.document().keys());
        return any;
    }

    private Waited waited(Heard heard, Image now, long since) {
        // Read before the keys, so that the keys include all changes up to it.
        long upTo = heard.upTo();
        SortedSet<String> changed = heard.changed();
        boolean holds = until != null && holds(until, now);
        // A machine may have moved and changed no key; compacted changes may have left no key to name.
        boolean moved = what.keys().isEmpty() && since < now.documentRevision() && now.documentRevision() <= upTo;
        boolean counts =
                (moved || !changed.isEmpty()) && (until == null || !what.keys().isEmpty());
        return new Waited(upTo, changed, !holds && !counts, holds);
    }

    private boolean holds(Validator.Condition condition, Image now) {
        return engine.longWork().work(principal, steps -> condition.holds(now.document(), engine.now(), steps));
    }
}
