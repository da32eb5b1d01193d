package dev.holdfast.testkit.model;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;

/** Two engines on one store; requests go to either, and each may be closed and opened again. */
final class Engines implements AutoCloseable {
    private final StoreFixture fixture;
    private final RuleCompiler rules;
    private final InstantSource time;
    private final Random random;
    private Holdfast one;
    private Holdfast other;

    Engines(StoreFixture fixture, RuleCompiler rules, InstantSource time, Random random) {
        this.fixture = fixture;
        this.rules = rules;
        this.time = time;
        this.random = random;
        this.one = open();
        this.other = open();
    }

    Holdfast either() {
        return random.nextBoolean() ? one : other;
    }

    /** Restarts one or both of them, so that they know only what is stored. */
    void reopen() {
        one.close();
        one = open();
        if (random.nextBoolean()) {
            other.close();
            other = open();
        }
    }

    private Holdfast open() {
        return fixture.engine(fixture.open())
                .clock(time)
                .removalPause(Duration.ZERO)
                .rules(rules)
                .timersByHand()
                .open();
    }

    @Override
    public void close() {
        one.close();
        other.close();
    }
}
