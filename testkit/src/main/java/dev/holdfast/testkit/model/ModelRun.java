package dev.holdfast.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.testkit.ManualTime;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** One seeded walk: engine and model get the same requests, and must give the same answers and look the same. */
public final class ModelRun implements AutoCloseable {
    private final long seed;
    private final Random random;
    private final ManualTime time = new ManualTime();
    private final List<String> actors = Stream.of("ann", "bob", "cy")
            .map(name -> name + "-" + UUID.randomUUID())
            .toList();
    private final Engines engines;
    private final ModelledFamily family = new ModelledFamily(time);
    private final RandomAsks asks;
    private final Looks looks;
    private final Watches watches = new Watches();
    private int step;

    public ModelRun(StoreFixture fixture, RuleCompiler rules, long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.engines = new Engines(fixture, rules, time, random);
        this.asks = new RandomAsks(random, actors);
        this.looks = new Looks(family, actors, new Dice(random));
    }

    public void steps(int count) {
        for (step = 1; step <= count; step++) {
            happen();
            if (!family.living().isEmpty()) {
                look(pick(family.living()));
            }
        }
        reopen();
        family.states().forEach(this::look);
    }

    private void happen() {
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> time.pass(Duration.ofMinutes(random.nextInt(6)));
            case 3 -> time.pass(random.nextInt(8) == 0 ? Duration.ofDays(4) : Duration.ofHours(-1));
            case 4, 5 -> {
                engines.either().fireTimers();
                family.fireIfDue();
            }
            case 6 -> family.living().forEach(this::compact);
            case 7 -> {
                if (random.nextInt(4) == 0) {
                    reopen();
                } else if (!family.living().isEmpty() && random.nextInt(3) == 0) {
                    watch(pick(family.living()));
                }
            }
            default -> ask();
        }
    }

    private void ask() {
        RandomAsks.Asked next = asks.next(family);
        ModelledState state = next.state();
        if (state != null && next.ask() instanceof Ask.ToMerge merge && !family.isClear(state, next.actor(), merge)) {
            return;
        }
        if (state != null
                && next.ask() instanceof Ask.ToUndo undo
                && new ModelledUndo(state, next.actor(), undo).isOutOfOrder()) {
            return;
        }
        States states = states(next.actor());
        String handle = state == null ? "" : state.facts.handle;
        Answer answer = Answer.of(() -> next.ask().of(states, handle));
        String place = place(next.actor() + " of " + handle + ": " + next.ask());
        if (answer.failure() == Code.COMPACTED) {
            new Compacted(family, next.actor()).check(place, Objects.requireNonNull(state), next.ask());
            return;
        }
        Answer expected = family.ask(state, next.actor(), next.ask());
        ModelledState born = family.born();
        if (born != null && answer.isDone()) {
            born.facts.handle = answer.text(Answer.HANDLE);
            answer = answer.with(Answer.HANDLE, ModelledOpening.NEW);
        }
        if (expected.isReplayed() && state != null && expected.revision() <= state.facts.compactable) {
            // The revision may be compacted, and with it the values of its increments.
            answer = answer.without(Answer.VALUES);
            expected = expected.without(Answer.VALUES);
        }
        if (!expected.isDone() && !expected.parts().containsKey(Answer.CONFLICTS)) {
            answer = answer.without(Answer.CONFLICTS);
        }
        assertThat(answer).as(place).isEqualTo(expected);
        if (state != null) {
            look(state);
        }
    }

    private void compact(ModelledState state) {
        for (String actor : actors) {
            try {
                states(actor).state(state.facts.handle).compact();
            } catch (HoldfastException e) {
                assertThat(e.failure().code()).isIn(Code.NOT_FOUND, Code.EXPIRED);
            }
        }
    }

    private void watch(ModelledState state) {
        String actor = state.facts.owner;
        if (state.look(actor) == null) {
            long from = 1 + random.nextLong(state.facts.revision + 1);
            watches.begin(state, states(actor), from);
        }
    }

    private void reopen() {
        watches.check(place("watching"));
        engines.reopen();
    }

    private void look(ModelledState state) {
        looks.at(state, this::states, place(state.facts.handle));
    }

    private States states(String actor) {
        return engines.either().as(Principal.of(actor));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String place(Object what) {
        return "seed %d, step %d, %s".formatted(seed, step, what);
    }

    @Override
    public void close() {
        watches.end();
        engines.close();
    }
}
