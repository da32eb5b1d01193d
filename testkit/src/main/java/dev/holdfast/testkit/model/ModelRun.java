package dev.holdfast.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Opened;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.testkit.ManualTime;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** One seeded walk: the same is asked of the engine and of the model, and they must answer and look the same. */
public final class ModelRun implements AutoCloseable {
    private final StoreFixture fixture;
    private final long seed;
    private final Random random;
    private final ManualTime time = new ManualTime();
    private final List<String> actors = Stream.of("ann", "bob", "cy")
            .map(name -> name + "-" + UUID.randomUUID())
            .toList();
    private Holdfast one;
    private Holdfast other;
    private String handle = "";
    private RandomAsks asks;
    private ModelledState model;
    private int step;

    public ModelRun(StoreFixture fixture, long seed) {
        this.fixture = fixture;
        this.seed = seed;
        this.random = new Random(seed);
        this.asks = new RandomAsks(random, actors);
        this.one = engine();
        this.other = engine();
        this.model = born();
    }

    public void steps(int count) {
        for (step = 1; step <= count; step++) {
            if (!model.facts.exists) {
                model = born();
            }
            happen();
            look(either());
        }
        reopen();
        look(one);
    }

    private void happen() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> time.pass(Duration.ofMinutes(random.nextInt(6)));
            case 4 -> time.pass(random.nextInt(6) == 0 ? Duration.ofDays(4) : Duration.ofHours(-1));
            case 5, 6 -> {
                either().fireTimers();
                model.fireIfDue();
            }
            case 7 -> compact();
            case 8 -> {
                if (random.nextInt(4) == 0) {
                    reopen();
                }
            }
            default -> ask();
        }
    }

    private void ask() {
        RandomAsks.Asked next = asks.next(model.facts, model.now());
        Ask ask = next.ask();
        String actor = next.actor();
        States states = states(either(), actor);
        Answer answer = Answer.of(() -> ask.of(states, handle));
        if (answer.failure() == Code.COMPACTED && ask instanceof Ask.ToUndo undo) {
            model.fireIfDue();
            assertThat(model.read(actor)).as(place(ask)).isNull();
            long needed = new ModelledUndo(model, actor, undo).oldestNeeded();
            assertThat(needed).as(place(ask)).isLessThanOrEqualTo(model.facts.compactable);
            return;
        }
        Answer expected = model.ask(actor, ask);
        if (expected.isReplayed() && expected.revision() <= model.facts.compactable) {
            // What a revision looked like may be known no longer, and with it what was incremented there.
            answer = answer.without(Answer.VALUES);
            expected = expected.without(Answer.VALUES);
        }
        assertThat(answer).as(place(ask)).isEqualTo(expected);
    }

    private void compact() {
        for (String actor : actors) {
            try {
                states(either(), actor).state(handle).compact();
            } catch (HoldfastException e) {
                assertThat(e.failure().code()).isIn(Code.NOT_FOUND, Code.EXPIRED);
            }
        }
    }

    /** What every principal sees must be what the model says. */
    private void look(Holdfast engine) {
        for (String actor : actors) {
            States states = states(engine, actor);
            Code failure = null;
            StateView view = null;
            try {
                view = states.state(handle).read();
            } catch (HoldfastException e) {
                failure = e.failure().code();
            }
            assertThat(failure).as(place(actor)).isEqualTo(model.read(actor));
            if (view != null) {
                assertThat(Appearance.of(view)).as(place(actor)).isEqualTo(Appearance.of(model.facts, model.now()));
                lookBack(states.state(handle));
            }
            lookByName(states, actor);
        }
    }

    /** Any revision of the past looks as it did, unless it is kept no longer. */
    private void lookBack(State state) {
        long revision = 1 + random.nextLong(model.facts.revision);
        if (revision == model.facts.revision) {
            return;
        }
        try {
            assertThat(state.at(revision).document())
                    .as(place("revision " + revision))
                    .isEqualTo(model.facts.version(revision).after());
        } catch (HoldfastException e) {
            assertThat(e.failure().code()).isEqualTo(Code.COMPACTED);
            assertThat(revision).as(place("revision")).isLessThanOrEqualTo(model.facts.compactable);
        }
    }

    /** A name leads to what was born with it, until another state has it or it has lost it to a new owner. */
    private void lookByName(States states, String actor) {
        Facts facts = model.facts;
        if (facts.bornAs == null || !facts.exists) {
            return;
        }
        String found = "nothing";
        try {
            found = states.state("@" + facts.bornAs).handle().value();
        } catch (HoldfastException e) {
            assertThat(e.failure().code()).isEqualTo(Code.NOT_FOUND);
        }
        boolean named = actor.equals(facts.bornBy) && facts.name != null && !facts.nameTaken;
        assertThat(found.equals(handle)).as(place("name")).isEqualTo(named);
    }

    private ModelledState born() {
        asks = new RandomAsks(random, actors);
        String owner = actors.get(random.nextInt(actors.size()));
        String name = random.nextBoolean() ? "s" + UUID.randomUUID() : null;
        Duration idle = random.nextBoolean() ? RandomAsks.IDLE.getFirst() : null;
        StateSpec spec = name == null ? StateSpec.unnamed() : StateSpec.named(name);
        Lifetime lifetime = idle == null ? Lifetime.PERSISTENT : Lifetime.SESSION;
        Facts facts = new Facts(owner, name, idle, time.instant());
        NewSettings settings = asks.settings(idle != null);
        settings.applyTo(facts);
        Opened opened =
                states(one, owner).open(settings.of(spec.lifetime(lifetime)).idleTtl(facts.idle));
        handle = opened.state().handle().value();
        return new ModelledState(facts, time);
    }

    private States states(Holdfast engine, String actor) {
        return engine.as(Principal.of(actor));
    }

    private Holdfast either() {
        return random.nextBoolean() ? one : other;
    }

    private Holdfast engine() {
        return Holdfast.on(fixture.open())
                .clock(time)
                .rules(new FewRules())
                .timersByHand()
                .open();
    }

    private void reopen() {
        one.close();
        one = engine();
        if (random.nextBoolean()) {
            other.close();
            other = engine();
        }
    }

    private String place(Object what) {
        return "seed %d, step %d, %s".formatted(seed, step, what);
    }

    @Override
    public void close() {
        one.close();
        other.close();
    }
}
