package dev.holdfast.testkit.model;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random choices. */
record Dice(Random random) {
    int upTo(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int chance) {
        return random.nextInt(chance) == 0;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** With a probability of one in {@code chance} one of the choices, otherwise null. */
    <T> @Nullable T maybe(int chance, List<T> choices) {
        return oneIn(chance) ? pick(choices) : null;
    }

    /** Any revision, with a preference for recent ones. */
    long revision(Facts facts) {
        long back = random.nextInt(oneIn(4) ? Math.toIntExact(facts.revision) : 4);
        return Math.max(1, facts.revision - back);
    }
}
