package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.SingleQuoted.object;
import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.RunState;
import dev.holdfast.engine.Runs;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Runs that start other runs, and runs whose processes die between any two commits. */
public interface ChildRunContract extends StoreFixture {
    /** A run that is nothing but a child. */
    JsonObject PARENT = object("""
        {'name':'parent','version':'1','output':'steps.bill.output','steps':{
           'bill':{'kind':'workflow','workflow':'billing','input':'input'}}}\
        """);

    JsonObject BILLING = object("""
        {'name':'billing','version':'1','output':'steps.pay.output','steps':{
           'pay':{'work':'pay','input':'input'}}}\
        """);

    /** Work for several at once, a child, and a step that fails for good, so that all is taken back. */
    JsonObject DOOMED = object("""
        {'name':'doomed','version':'1','steps':{
           'each':{'kind':'for_each','items':'[1,2,3]',
                   'do':{'work':'pack','input':'item','retry':{'max_attempts':50,'backoff':1},
                         'compensate':{'work':'unpack','input':'output','retry':{'max_attempts':50,'backoff':1}}}},
           'bill':{'kind':'workflow','workflow':'billing','needs':['each'],'input':'input'},
           'send':{'work':'send','needs':['bill']}}}\
        """);

    private static Optional<ClaimedStep> next(Runs runs, String... work) {
        try {
            return runs.next(Set.of(work), Duration.ofMinutes(1), Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static RunState startParent(EngineUnderTest engine) {
        Runs runs = engine.states().runs();
        runs.define(BILLING);
        RunState parent = runs.start(RunSpec.of(PARENT).input(Json.of(5))).state();
        engine.holdfast().fireTimers();
        return parent;
    }

    private static RunState childOf(EngineUnderTest engine, RunState parent) {
        String child = Objects.requireNonNull(parent.read().step("bill")).child();
        return engine.states().runs().run(Objects.requireNonNull(child));
    }

    @Test
    default void child_isStartedAndItsEndTold() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState parent = startParent(engine);
            RunState child = childOf(engine, parent);
            assertThat(child.read().parent())
                    .isEqualTo(new Run.Parent(parent.handle().value(), "bill"));
            assertThat(child.read().depth()).isEqualTo(1);
            failure(Code.REJECTED, () -> child.state().erase(null));
            ClaimedStep pay = next(engine.states().runs(), "pay").orElseThrow();
            assertThat(pay.input()).isEqualTo(Json.of(5));
            child.report(pay, Json.of("paid"));
            engine.holdfast().fireTimers();
            assertThat(parent.read().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(parent.read().output()).isEqualTo(Json.of("paid"));
            child.state().erase(null);
        }
    }

    @Test
    default void child_thatFailsOrIsClosedFailsTheStep() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState failing = startParent(engine);
            RunState closing = startParent(engine);
            RunState child = childOf(engine, failing);
            child.fail(child.claim(Set.of("pay"), Duration.ofMinutes(1)).orElseThrow(), "no money", false);
            childOf(engine, closing).state().close(null);
            engine.holdfast().fireTimers();
            assertThat(failing.read().status()).isEqualTo(RunStatus.FAILED);
            assertThat(closing.read().status()).isEqualTo(RunStatus.FAILED);
        }
    }

    @Test
    default void child_ofAnUnknownWorkflowFailsTheStep() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState parent = engine.states()
                    .runs()
                    .start(RunSpec.of(PARENT).input(Json.of(1)))
                    .state();
            engine.holdfast().fireTimers();
            assertThat(parent.read().status()).isEqualTo(RunStatus.FAILED);
        }
    }

    @Test
    default void child_isCancelledWithItsParent() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState parent = startParent(engine);
            RunState child = childOf(engine, parent);
            parent.cancel(null, null);
            engine.holdfast().fireTimers();
            assertThat(child.read().status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(parent.read().status()).isEqualTo(RunStatus.CANCELLED);
        }
    }

    @Test
    default void fork_hasAChildOfItsOwn() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState parent = startParent(engine);
            State forked = engine.open(StateSpec.unnamed().fork(Fork.of(parent.handle())));
            RunState fork = engine.states().runs().run(forked.handle().value());
            engine.holdfast().fireTimers();
            RunState child = childOf(engine, fork);
            assertThat(child.handle()).isNotEqualTo(childOf(engine, parent).handle());
            fork.cancel(null, null);
            engine.holdfast().fireTimers();
            assertThat(child.read().status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(childOf(engine, parent).read().status()).isEqualTo(RunStatus.RUNNING);
        }
    }

    @Test
    default void child_isSharedLikeItsParent() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Runs owners =
                    engine.holdfast().as(new Principal("https://issuer#owner")).runs();
            States workers = engine.holdfast().as(new Principal("https://issuer#worker"));
            owners.define(BILLING);
            RunState parent = owners.start(RunSpec.of(object("""
                {'name':'p','version':'1','steps':{'first':{},
                   'bill':{'kind':'workflow','workflow':'billing','needs':['first']}}}\
                """))).state();
            parent.state().share(workers.principal().id(), Access.WRITE);
            RunState theirs = workers.runs().run(parent.handle().value());
            theirs.report(next(workers.runs(), "first").or(() -> claim(theirs)).orElseThrow(), Json.of(1));
            engine.holdfast().fireTimers();
            ClaimedStep pay = next(workers.runs(), "pay").orElseThrow();
            assertThat(pay.run()).isNotEqualTo(parent.handle());
        }
    }

    /** A run whose child is itself the parent of one. */
    private static RunState startGrandparent(Runs runs) {
        runs.define(BILLING);
        runs.define(PARENT);
        return runs.start(RunSpec.of(object("""
            {'name':'grand','version':'1','steps':{
               'bill':{'kind':'workflow','workflow':'parent','input':'input'}}}\
            """))).state();
    }

    private static RunState childOf(Runs runs, RunState parent) {
        return runs.run(Objects.requireNonNull(
                Objects.requireNonNull(parent.read().step("bill")).child()));
    }

    @Test
    default void children_followWhatIsSharedWithTheirParentLater() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Runs owners =
                    engine.holdfast().as(new Principal("https://issuer#owner")).runs();
            States worker = engine.holdfast().as(new Principal("https://issuer#worker"));
            RunState top = startGrandparent(owners);
            engine.holdfast().fireTimers();
            RunState middle = childOf(owners, top);
            String lowest = childOf(owners, middle).handle().value();
            failure(Code.NOT_FOUND, () -> worker.state(lowest).read());

            top.state().share(worker.principal().id(), Access.WRITE);
            assertThat(next(worker.runs(), "pay")).as("not taken yet").isEmpty();
            worker.state(top.handle().value()).read(); // takes what it was given
            ClaimedStep pay = next(worker.runs(), "pay").orElseThrow();
            assertThat(pay.run().value()).isEqualTo(lowest);
            assertThat(owners.run(lowest).state().read().grants())
                    .isEqualTo(top.state().read().grants());

            top.state().share(worker.principal().id(), Access.READ);
            failure(Code.FORBIDDEN, () -> worker.runs().run(lowest).report(pay, Json.of(1)));
            top.state().share(worker.principal().id(), Access.NONE);
            failure(Code.NOT_FOUND, () -> worker.state(lowest).read());
            failure(Code.NOT_FOUND, () -> worker.state(middle.handle().value()).read());
        }
    }

    /** A child run that has ended can be brought back by those who may write it. */
    @Test
    default void children_thatEndedFollowTheirParentToo() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Runs owners =
                    engine.holdfast().as(new Principal("https://issuer#owner")).runs();
            States worker = engine.holdfast().as(new Principal("https://issuer#worker"));
            owners.define(BILLING);
            RunState top = owners.start(RunSpec.of(object("""
                {'name':'p','version':'1','steps':{'bill':{'kind':'workflow','workflow':'billing',
                   'retry':{'max_attempts':2,'backoff':0.001}}}}\
                """))).state();
            top.state().share(worker.principal().id(), Access.WRITE);
            engine.holdfast().fireTimers();
            State first = childOf(owners, top).state();
            first.close(null);
            engine.holdfast().fireTimers();
            engine.pass(Duration.ofSeconds(1));
            engine.holdfast().fireTimers();
            State second = childOf(owners, top).state();
            assertThat(second.handle()).isNotEqualTo(first.handle());
            second.close(null);

            top.state().share(worker.principal().id(), Access.NONE);

            for (State child : List.of(first, second)) {
                String handle = child.handle().value();
                failure(Code.NOT_FOUND, () -> worker.open(StateSpec.handle(handle)));
                failure(Code.NOT_FOUND, () -> worker.state(handle).read());
            }
        }
    }

    /** A run remembers its last ten attempts only, and a retry of the run begins them anew. */
    @Test
    default void children_thatNoStepKnowsAnyMoreFollowTheirParentToo() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Runs owners =
                    engine.holdfast().as(new Principal("https://issuer#owner")).runs();
            States worker = engine.holdfast().as(new Principal("https://issuer#worker"));
            owners.define(BILLING);
            RunState top = owners.start(RunSpec.of(object("""
                {'name':'p','version':'1','steps':{'bill':{'kind':'workflow','workflow':'billing',
                   'retry':{'max_attempts':12,'backoff':0.001}}}}\
                """))).state();
            top.state().share(worker.principal().id(), Access.WRITE);
            List<State> children = new ArrayList<>();
            while (!top.read().status().isEnd()) {
                engine.holdfast().fireTimers();
                children.add(childOf(owners, top).state());
                children.getLast().close(null);
                engine.holdfast().fireTimers();
                engine.pass(Duration.ofMinutes(1));
            }
            assertThat(children).hasSize(12).doesNotHaveDuplicates();
            top.retry("bill", null);
            engine.holdfast().fireTimers();

            top.state().share(worker.principal().id(), Access.NONE);

            for (State child : children) {
                String handle = child.handle().value();
                failure(Code.NOT_FOUND, () -> worker.open(StateSpec.handle(handle)));
            }
        }
    }

    @Test
    default void children_areHandedOverWithTheirParent() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            States giver = engine.holdfast().as(new Principal("https://issuer#giver"));
            States heir = engine.holdfast().as(new Principal("https://issuer#heir"));
            RunState top = startGrandparent(giver.runs());
            engine.holdfast().fireTimers();
            String lowest =
                    childOf(giver.runs(), childOf(giver.runs(), top)).handle().value();
            top.state().share(heir.principal().id(), Access.OWNER);
            heir.state(top.handle().value()).read(); // takes what it was given
            assertThat(heir.list(ListQuery.ALL).states()).hasSize(3);
            failure(Code.NOT_FOUND, () -> giver.state(lowest).read());
            heir.runs().run(lowest).report(next(heir.runs(), "pay").orElseThrow(), Json.of("paid"));
            engine.holdfast().fireTimers();
            assertThat(heir.runs().run(top.handle().value()).read().status()).isEqualTo(RunStatus.SUCCEEDED);
        }
    }

    @Test
    default void childrenOfASource_doNotFollowItsFork() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            States owner = engine.holdfast().as(new Principal("https://issuer#owner"));
            States other = engine.holdfast().as(new Principal("https://issuer#other"));
            RunState top = startGrandparent(owner.runs());
            engine.holdfast().fireTimers();
            State fork =
                    owner.open(StateSpec.unnamed().fork(Fork.of(top.handle()))).state();
            fork.share(other.principal().id(), Access.WRITE);
            String child = childOf(owner.runs(), top).handle().value();
            failure(Code.NOT_FOUND, () -> other.state(child).read());
            failure(Code.NOT_FOUND, () -> other.state(top.handle().value()).read());
        }
    }

    /** The first call that names the handle takes what was given; from then on it is found. */
    private static Optional<ClaimedStep> claim(RunState run) {
        return run.claim(Set.of("first"), Duration.ofMinutes(1));
    }

    /** A store that does not answer any more after some commits, as for a process that dies there. */
    final class DyingLog extends ForwardingLog {
        private final boolean stores;
        private int left;

        /**
         * @param left how many commits are answered
         * @param stores whether the one after them is stored and not answered
         */
        DyingLog(CommitLog delegate, int left, boolean stores) {
            super(delegate);
            this.left = left;
            this.stores = stores;
        }

        /** Whether it died. */
        boolean isDead() {
            return left < 0;
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            left = isDead() ? left : left - batch.size();
            if (!isDead()) {
                return super.append(batch);
            } else if (stores && left > Integer.MIN_VALUE) {
                super.append(batch);
            }
            left = Integer.MIN_VALUE;
            throw StoreUnavailableException.closed();
        }
    }

    /**
     * The store in memory dies at every commit. The others, which take long, do at every third, from another one on
     * each time; {@code -Dholdfast.everyCommit=yes} has them die at each.
     */
    @Test
    default void run_endsTheSameWhereverAProcessDies() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                CommitLog log = open()) {
            engine.states().runs().define(BILLING);
            boolean each = log.info().durability() == Durability.EPHEMERAL
                    || System.getProperty("holdfast.everyCommit") != null;
            int stride = each ? 1 : 3;
            boolean died = true;
            for (int commits = ThreadLocalRandom.current().nextInt(stride); died; commits += stride) {
                died = diesAfter(engine, commits, commits % 2 == 0);
                assertThat(commits).as("commits of a run").isLessThan(200);
            }
        }
    }

    private boolean diesAfter(EngineUnderTest engine, int commits, boolean stores) {
        DyingLog log = new DyingLog(open(), commits, stores);
        RunSpec spec = RunSpec.of(DOOMED).input(Json.of(5)).commandId("start-" + commits);
        try (Holdfast first = engine.observing(log)) {
            drive(engine, first, spec, log::isDead);
        } catch (HoldfastException | StoreUnavailableException e) {
            assertThat(log.isDead()).as("after %s commits: %s", commits, e).isTrue();
        }
        try (Holdfast second = engine.observing(open())) {
            RunState run = drive(engine, second, spec, () -> false);
            assertEnd(run, commits);
            String child = Objects.requireNonNull(
                    Objects.requireNonNull(run.read().step("bill")).child());
            assertOnce(second.as(engine.states().principal()).state(child));
        }
        return log.isDead();
    }

    private static RunState drive(EngineUnderTest engine, Holdfast holdfast, RunSpec spec, BooleanSupplier dead) {
        States states = holdfast.as(engine.states().principal());
        Runs runs = states.runs();
        RunState run = runs.start(spec).state();
        for (int round = 0; !dead.getAsBoolean() && !run.read().status().isEnd(); round++) {
            assertThat(round).as("rounds").isLessThan(300);
            Optional<ClaimedStep> next = next(runs, "pack", "unpack", "pay", "send");
            if (next.isPresent()) {
                report(runs.run(next.get().run().value()), next.get());
            } else {
                engine.time().pass(Duration.ofSeconds(30));
                holdfast.fireTimers();
            }
        }
        return run;
    }

    private static void report(RunState run, ClaimedStep step) {
        if (step.work().equals("send")) {
            run.fail(step, "never", false);
        } else if (step.work().equals("pack") && step.attempt() == 1) {
            run.fail(step, "not at first", true);
        } else {
            run.report(step, step.input());
        }
    }

    private static void assertEnd(RunState run, int commits) {
        Run end = run.read();
        assertThat(end.status()).as("after %s commits", commits).isEqualTo(RunStatus.FAILED);
        for (int i = 0; i < 3; i++) {
            RunStep item = Objects.requireNonNull(end.step(RunStep.itemOf("each", i)));
            assertThat(item.status()).isEqualTo(StepStatus.COMPENSATED);
            assertThat(item.output()).isEqualTo(Json.of(i + 1));
        }
        assertOnce(run.state());
    }

    /** Each step succeeded at most once. */
    private static void assertOnce(State state) {
        Map<String, Integer> succeeded = new HashMap<>();
        state.history(1, 1_000).forEach(event -> {
            if (event.cause() instanceof Cause.Advanced advanced) {
                advanced.happened().stream()
                        .filter(what -> "step_succeeded".equals(what.string("what")))
                        .forEach(what -> succeeded.merge(Objects.requireNonNull(what.string("step")), 1, Integer::sum));
            }
        });
        assertThat(succeeded).isNotEmpty();
        assertThat(succeeded.values()).containsOnly(1);
    }
}
