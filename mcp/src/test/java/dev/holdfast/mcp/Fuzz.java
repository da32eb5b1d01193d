package dev.holdfast.mcp;

import java.util.List;
import java.util.Random;

/**
 * The chance in a hostile test. {@code -Dholdfast.fuzz.seed=7} makes another run, {@code -Dholdfast.fuzz.rounds=100000} a longer
 * one; the same seed sends the same again.
 */
final class Fuzz {
    private final long seed = Long.getLong("holdfast.fuzz.seed", 1);
    private final Random random = new Random(seed);
    private final int rounds;

    Fuzz(String test, int rounds) {
        this.rounds = Integer.getInteger("holdfast.fuzz.rounds", rounds);
        System.out.println(test + ": " + this.rounds + " rounds with -Dholdfast.fuzz.seed=" + seed);
    }

    int rounds() {
        return rounds;
    }

    /** What a failure has to say so that it can be repeated. */
    String at(int round, Object sent) {
        return "round %d of seed %d: %s".formatted(round, seed, sent);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** True once in so many times. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
