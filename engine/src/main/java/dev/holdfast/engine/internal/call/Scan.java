package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.internal.commit.LongWork;
import dev.holdfast.engine.internal.decision.Validator;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.rules.Steps;
import java.time.Instant;

/**
 * The documents that one page of a listing looks at, to hold them against a condition. It ends after a number of them,
 * or after a number of steps; the page ends with it, and the next one goes on from there. Not thread-safe.
 */
public sealed interface Scan {
    /** One without a condition, which looks at no document. */
    Scan ALL = new Anything();

    /**
     * One with a condition.
     *
     * @param where the condition
     * @param steps what it may cost to compile it; each document may cost as much again as is usual for a condition
     * @throws dev.holdfast.engine.HoldfastException {@code invalid} if the condition cannot be compiled
     */
    static Scan of(Engine engine, String where, Steps steps) {
        return new Documents(engine, engine.validator().condition("where", where, steps), steps);
    }

    /** Whether it has looked at as much as one page may. */
    boolean isOver();

    /** Whether the document of a state meets the condition. */
    boolean meets(StateId id);

    /** Looks at nothing. */
    final class Anything implements Scan {
        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public boolean meets(StateId id) {
            return true;
        }
    }

    /** Looks at documents. */
    final class Documents implements Scan {
        private static final int MOST = 1_000;

        private final Engine engine;
        private final Validator.Condition condition;
        private final Steps steps;
        private int looked;
        private long spent;

        private Documents(Engine engine, Validator.Condition condition, Steps steps) {
            this.engine = engine;
            this.condition = condition;
            this.steps = steps;
        }

        @Override
        public boolean isOver() {
            return looked >= MOST || spent >= LongWork.MOST_STEPS;
        }

        @Override
        public boolean meets(StateId id) {
            looked++;
            Steps document = steps.forAPart();
            Image image = engine.images().current(id);
            document.spend(image.document().canonicalSize());
            Instant now = engine.now();
            boolean met = image.exists() && condition.holds(image.asOf(now).document(), now, document);
            spent += document.spent();
            return met;
        }
    }
}
