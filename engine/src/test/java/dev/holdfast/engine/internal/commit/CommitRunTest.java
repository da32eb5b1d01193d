package dev.holdfast.engine.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.Decider;
import dev.holdfast.engine.internal.decision.MintedIds;
import dev.holdfast.engine.internal.decision.Validator;
import dev.holdfast.engine.internal.history.Compaction;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.image.Constraints;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Commands decided on the results of others that are not stored yet. */
final class CommitRunTest {
    private static final StateId ID = new StateId("st_0123456789abcdefghjkmnpqrs");
    private static final Principal OWNER = Principal.local("test");
    private static final Duration NO_TIME = Duration.ZERO;

    private final MemoryStorage storage = new MemoryStorage();
    private final Client here = new Client(storage);
    private final Client there = new Client(storage);

    /** One process: the parts of an engine around the committer, driven step by step. */
    private static final class Client {
        private final CommitLog log;
        private final Counters counters = new Counters();
        private final Images images;
        private final Deciding deciding;
        private final Residence residence;
        private final Inbox inbox = new Inbox();

        Client(MemoryStorage storage) {
            log = MemoryLog.open(storage);
            History history = new History(log, new StoredEvents(Sealing.NONE));
            InstantSource clock = () -> Instant.EPOCH;
            Upkeep upkeep =
                    new Upkeep(log, history, new Compaction(log, history, clock), clock, Duration.ZERO, new Random(1));
            residence = new Residence(log, history, () -> 0, () -> 0);
            images = new Images(log, history, upkeep, counters, 1 << 20);
            Decider decider = new Decider(Limits.DEFAULT, new Validator(() -> null));
            deciding = new Deciding(
                    decider,
                    () -> Instant.EPOCH,
                    MintedIds.of(() -> "id"),
                    new Removals(Duration.ZERO, System::nanoTime),
                    history.stored());
        }

        Pending sent(Change change) {
            return new Pending(new Command(ID, OWNER, null, change), images.entry(ID), null, new AppendAttempts());
        }

        CommitGroup group() {
            return new CommitGroup(
                    new CommitContext(log, images, deciding, counters, residence, (state, header) -> {}));
        }

        long groups() {
            return counters.figures(0, 0, 0, 0).groups();
        }

        void carryOut(Change change) {
            inbox.add(sent(change));
            run(List.of(), () -> {}).carryOut();
        }

        /**
         * @param later the commands that arrive while the first group is decided
         * @param beforeSecond runs before the second group is decided, and thus before the first is stored
         */
        CommitRun run(List<Pending> later, Runnable beforeSecond) {
            AtomicInteger groups = new AtomicInteger();
            return new CommitRun(
                    inbox,
                    () -> {
                        switch (groups.incrementAndGet()) {
                            case 1 -> later.forEach(inbox::add);
                            case 2 -> beforeSecond.run();
                            default -> {}
                        }
                        return group();
                    },
                    Runnable::run,
                    () -> 0); // however slow the machine, the turn is never held too long
        }
    }

    @Test
    void commandDecidedWhileAnotherIsStored_standsOnIt() {
        here.carryOut(create());
        Pending first = here.sent(increment());
        Pending second = here.sent(increment());
        CommitRun run = here.run(List.of(second), () -> {});
        run.takeUp(first);

        run.carryOut();

        assertThat(run.open()).isEmpty();
        assertThat(after(first)).isEqualTo(Json.of(1));
        assertThat(after(second)).isEqualTo(Json.of(2));
    }

    @Test
    void commandDecidedOnOneThatLosesItsRace_isDecidedAgain() {
        here.carryOut(create());
        Pending first = here.sent(increment());
        Pending second = here.sent(increment());
        CommitRun run = here.run(List.of(second), () -> there.carryOut(increment()));
        run.takeUp(first);

        run.carryOut();

        assertThat(run.open()).containsExactly(first, second);
        run.carryOut();
        assertThat(after(first)).isEqualTo(Json.of(2));
        assertThat(after(second)).isEqualTo(Json.of(3));
    }

    /**
     * The previous group gives no information on a state it did not change: other clients may have changed it since.
     */
    @Test
    void commandDecidedOnOneThatChangesNothing_seesWhatOthersDid() {
        here.carryOut(create());
        Pending first =
                here.sent(new Change.Operate(Write.builder().delete("missing").build()));
        Pending second = here.sent(increment());
        CommitRun run = here.run(List.of(second), () -> there.carryOut(increment()));
        run.takeUp(first);

        run.carryOut();

        assertThat(((Pending.Answer) first.await(new Patience(NO_TIME))).outcome())
                .isInstanceOfSatisfying(
                        CommandOutcome.Done.class,
                        done -> assertThat(done.how()).isEqualTo(CommandOutcome.How.UNCHANGED));
        assertThat(after(second)).isEqualTo(Json.of(2));
    }

    @Test
    void commandThatCameWhileTheTurnWasWaitedFor_isInTheFirstGroup() {
        here.carryOut(create());
        Pending first = here.sent(increment());
        Pending second = here.sent(increment());
        long groupsBefore = here.groups();
        CommitRun run = here.run(List.of(), () -> {});
        run.takeUp(first);
        here.inbox.add(second);

        run.carryOut();

        assertThat(after(second)).isEqualTo(Json.of(2));
        assertThat(here.groups() - groupsBefore).isEqualTo(1);
    }

    private static Change create() {
        Settings settings = new Settings(
                OWNER.id(),
                null,
                Map.of(),
                Lifetime.PERSISTENT,
                Settings.DEFAULT_IDLE_TTL,
                Settings.DEFAULT_MAX_TTL,
                Keep.EVERYTHING,
                Constraints.NONE,
                null,
                null);
        return Change.Create.of(settings, JsonObject.EMPTY);
    }

    private static Change increment() {
        return new Change.Operate(Write.builder().increment("n", 1).build());
    }

    private static Json after(Pending pending) {
        CommandOutcome.Done done = ((Pending.Answer) pending.await(new Patience(NO_TIME)))
                .outcome()
                .done();
        assertThat(done.how()).isEqualTo(CommandOutcome.How.COMMITTED);
        return Objects.requireNonNull(done.image().document().get("n"));
    }
}
