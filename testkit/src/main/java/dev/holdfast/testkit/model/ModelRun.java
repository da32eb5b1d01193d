package dev.holdfast.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Scheduled;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.ManualTime;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One seeded walk: the same is asked of the engine and of the model, and they must answer and look the same. */
public final class ModelRun implements AutoCloseable {
    /** So that the end of an idle session, which is looked at by sixteenths, falls on the minutes that time moves by. */
    private static final Duration IDLE = Duration.ofMinutes(16);

    private final StoreFixture fixture;
    private final long seed;
    private final Random random;
    private final ManualTime time = new ManualTime();
    private final List<String> actors = Stream.of("ann", "bob", "cy")
            .map(name -> name + "-" + UUID.randomUUID())
            .toList();
    private final RandomAsks asks;
    private Holdfast one;
    private Holdfast other;
    private String handle = "";
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
            case 4 -> time.pass(random.nextInt(6) == 0 ? Duration.ofDays(4) : Duration.ofMinutes(-60));
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
        Ask ask = asks.next(model.facts);
        String actor = actors.get(random.nextInt(actors.size()));
        boolean compactable =
                ask instanceof Ask.ToUndo undo && isCompactable(new ModelledUndo(model, actor, undo).oldestNeeded());
        States states = states(either(), actor);
        Answer answer = Answer.of(() -> ask.of(states, handle));
        if (compactable && answer.failure() == Code.COMPACTED) {
            model.fireIfDue();
            assertThat(model.read(actor)).as(place(ask)).isNull();
            return;
        }
        Answer expected = model.ask(actor, ask);
        assertThat(answer).as(place(ask)).isEqualTo(expected);
    }

    /** Below what the state keeps there may be nothing left, or there may still be. */
    private boolean isCompactable(long revision) {
        Long keep = model.facts.keep;
        return keep != null && revision <= model.facts.revision - keep + 1;
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
            Code failure = null;
            StateView view = null;
            try {
                view = states(engine, actor).state(handle).read();
            } catch (HoldfastException e) {
                failure = e.failure().code();
            }
            assertThat(failure).as(place(actor)).isEqualTo(model.read(actor));
            if (view != null) {
                compare(view);
            }
        }
    }

    private void compare(StateView view) {
        Facts facts = model.facts;
        Instant now = model.now();
        JsonObject document = facts.document;
        Map<String, Long> revisions = new TreeMap<>(facts.keyRevisions);
        for (Map.Entry<String, Instant> end : facts.ends.entrySet()) {
            if (!now.isBefore(end.getValue())) {
                document = document.without(end.getKey());
                revisions.remove(end.getKey());
            } else {
                assertThat(view.keyEndsAt(end.getKey())).as(place(end.getKey())).isEqualTo(end.getValue());
            }
        }
        assertThat(view.document()).as(place("document")).isEqualTo(document);
        assertThat(view.revision()).as(place("revision")).isEqualTo(facts.revision);
        assertThat(document.keys().stream().collect(Collectors.toMap(key -> key, view::keyRevision)))
                .as(place("key revisions"))
                .isEqualTo(revisions);
        assertThat(view.owner()).as(place("owner")).isEqualTo(facts.owner);
        assertThat(view.grants()).as(place("grants")).isEqualTo(facts.grants);
        assertThat(view.expiresAt()).as(place("expiry")).isEqualTo(facts.expiry());
        assertThat(List.copyOf(view.leases().values())).as(place("leases")).isEqualTo(leases(now));
        assertThat(view.scheduled().stream().map(Scheduled::id))
                .as(place("queue"))
                .containsExactlyInAnyOrderElementsOf(facts.queue.stream()
                        .map(waiting -> "q" + waiting.scheduledAt())
                        .toList());
    }

    private List<Lease> leases(Instant now) {
        return model.facts.leases.entrySet().stream()
                .filter(claim -> now.isBefore(claim.getValue().until()))
                .map(claim -> new Lease(
                        claim.getKey(),
                        claim.getValue().holder(),
                        claim.getValue().token(),
                        claim.getValue().until()))
                .toList();
    }

    private ModelledState born() {
        String owner = actors.get(random.nextInt(actors.size()));
        Duration idle = random.nextBoolean() ? IDLE : null;
        Long keep = random.nextInt(3) == 0 ? Long.valueOf(1 + random.nextInt(10)) : null;
        StateSpec spec = idle == null
                ? StateSpec.named("s" + UUID.randomUUID())
                : StateSpec.session().idleTtl(idle);
        handle = states(one, owner)
                .open(spec.keep(keep == null ? null : Keep.revisions(keep)).schema(FewRules.SCHEMA))
                .state()
                .handle()
                .value();
        return new ModelledState(new Facts(owner, idle, keep, time.instant()), time, FewRules::allows);
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
