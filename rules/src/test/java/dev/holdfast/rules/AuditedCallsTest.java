package dev.holdfast.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.RunState;
import dev.holdfast.engine.Runs;
import dev.holdfast.engine.Send;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.SingleQuoted;
import dev.holdfast.testkit.custody.AuditFixture;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** No public call of a principal goes past the audit log, neither one that is there today nor one that is added. */
final class AuditedCallsTest implements AuditFixture {
    private static final Principal OWNER = Principal.of("owner");
    private static final Principal COLLEAGUE = Principal.of("colleague");
    private static final Principal STRANGER = Principal.of("stranger");

    /** Calls that show nothing of a state, and change none. */
    private static final Set<String> SHOW_NOTHING = Set.of(
            "State.handle",
            "State.as",
            "State.toString",
            "States.toString",
            "States.feed",
            "States.durableFeed",
            "State.touch",
            "State.possible(StateView)",
            "States.principal",
            "States.sees",
            "States.state",
            "States.runs",
            "States.defaultState",
            "States.openDefault",
            "Runs.run",
            "Runs.toString",
            "Runs.worker",
            "RunState.handle",
            "RunState.toString",
            "RunState.state");

    private static final JsonObject WORKFLOW =
            (JsonObject) SingleQuoted.json("{'name':'w','version':'1','steps':{'a':{'work':'pack'}}}");

    private final MemoryStorage storage = new MemoryStorage();
    private final MemoryStorage audit = new MemoryStorage();

    @Override
    public CommitLog open() {
        return MemoryLog.open(storage);
    }

    @Override
    public CommitLog openAudit() {
        return MemoryLog.open(audit);
    }

    private static Stream<Method> calls(Class<?> door) {
        return Stream.of(door.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !SHOW_NOTHING.contains(name(method)) && !SHOW_NOTHING.contains(signature(method)));
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    private static String signature(Method method) {
        return name(method)
                + Stream.of(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList()
                        .toString()
                        .replace('[', '(')
                        .replace(']', ')');
    }

    @TestFactory
    Stream<DynamicTest> everyCall_ofOneWhoMay_leavesAnEntry() {
        return Stream.of(State.class, States.class, Runs.class, RunState.class)
                .flatMap(AuditedCallsTest::calls)
                .map(call -> DynamicTest.dynamicTest(signature(call), () -> {
                    try (Holdfast holdfast = audited()) {
                        Subject subject = new Subject(holdfast);
                        int before = subject.entries(OWNER).size();

                        Code refused = subject.call(call, OWNER);

                        assertThat(subject.entries(OWNER).size())
                                .as("entries after a call that was answered %s", refused)
                                .isGreaterThan(before);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyCall_ofOneWhoMayNot_isRefusedAndCounted() {
        return Stream.of(State.class, RunState.class)
                .flatMap(AuditedCallsTest::calls)
                .map(call -> DynamicTest.dynamicTest(signature(call), () -> {
                    try (Holdfast holdfast = audited()) {
                        Subject subject = new Subject(holdfast);

                        Code refused = subject.call(call, STRANGER);

                        assertThat(refused).isEqualTo(Code.NOT_FOUND);
                        assertThat(subject.entries(STRANGER))
                                .isNotEmpty()
                                .allMatch(entry -> entry.outcome().equals(Code.NOT_FOUND.wire()));
                    }
                }));
    }

    /** A state, a run, and another state that can be merged, of which calls are made. */
    private static final class Subject {
        private final Holdfast holdfast;
        private final State state;
        private final RunState run;
        private final StateId fork;

        Subject(Holdfast holdfast) {
            this.holdfast = holdfast;
            States states = holdfast.as(OWNER);
            states.openDefault();
            states.runs().define(WORKFLOW);
            this.state = states.open(StateSpec.unnamed().data(JsonObject.of("k", Json.of(1))))
                    .state();
            this.run = states.runs()
                    .start(RunSpec.of(WORKFLOW).session(state.handle().value()))
                    .state();
            state.share(COLLEAGUE.id(), Access.WRITE);
            holdfast.as(COLLEAGUE)
                    .state(state.handle().value())
                    .ask(QuestionSpec.of("Is it good?").askedOf(OWNER.id()));
            this.fork = states.open(StateSpec.unnamed().fork(Fork.of(state.handle())))
                    .state()
                    .handle();
            states.state(fork.value()).write(w -> w.set("forked", true));
            state.write(w -> w.set("k", 2));
        }

        List<AuditEntry> entries(Principal principal) {
            return AuditFixture.entries(holdfast, AuditQuery.ALL.of(principal.id()));
        }

        /** Returns with which code it was refused; null if it was not. */
        @Nullable Code call(Method call, Principal principal) throws ReflectiveOperationException {
            try {
                call.invoke(
                        door(call.getDeclaringClass(), holdfast.as(principal)),
                        Stream.of(call.getParameterTypes())
                                .map(type -> call.getName().equals("questions") ? null : argument(type))
                                .toArray());
                return null;
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof HoldfastException refused) {
                    return refused.failure().code();
                }
                throw e;
            }
        }

        private Object door(Class<?> type, States states) {
            if (type == States.class) {
                return states;
            } else if (type == Runs.class) {
                return states.runs();
            }
            return type == RunState.class
                    ? states.runs().run(run.handle().value())
                    : states.state(state.handle().value());
        }

        private @Nullable Object argument(Class<?> type) {
            Map<Class<?>, Object> arguments = Map.ofEntries(
                    Map.entry(long.class, 1L),
                    Map.entry(int.class, 10),
                    Map.entry(boolean.class, true),
                    Map.entry(String.class, "w"),
                    Map.entry(Set.class, Set.of("pack")),
                    Map.entry(Instant.class, Instant.now()),
                    Map.entry(Duration.class, Duration.ofSeconds(1)),
                    Map.entry(Access.class, Access.READ),
                    Map.entry(Consistency.class, Consistency.CACHED),
                    Map.entry(Consumer.class, (Consumer<Object>) AuditedCallsTest::write),
                    Map.entry(BiConsumer.class, (BiConsumer<Object, Object>) (event, view) -> {}),
                    Map.entry(UnaryOperator.class, (UnaryOperator<Object>) value -> Json.of("updated")),
                    Map.entry(Write.class, Write.builder().set("k", 3).build()),
                    Map.entry(Undo.class, Undo.last(1)),
                    Map.entry(Merge.class, Merge.from(fork)),
                    Map.entry(Send.class, Send.of("go")),
                    Map.entry(Json.class, Json.of(1)),
                    Map.entry(JsonObject.class, WORKFLOW.with("version", Json.of("2"))),
                    Map.entry(StateId.class, state.handle()),
                    Map.entry(ListQuery.class, ListQuery.ALL));
            Object more = arguments.get(type);
            return more == null ? rarer(type) : more;
        }

        private @Nullable Object rarer(Class<?> type) {
            Map<Class<?>, Object> arguments = Map.of(
                    LeaseRequest.class,
                    LeaseRequest.acquire("l", Duration.ofMinutes(1)),
                    QuestionSpec.class,
                    QuestionSpec.of("Go on?"),
                    WaitFor.class,
                    WaitFor.change(Duration.ZERO),
                    RunSpec.class,
                    RunSpec.of("w").session(state.handle().value()),
                    StateSpec.class,
                    StateSpec.named("another"));
            return type == ClaimedStep.class
                    ? new ClaimedStep(run.handle(), "w", "a", "pack", 1, 1, Instant.now(), 1_000, Json.of(1), 1)
                    : arguments.get(type);
        }
    }

    private static void write(Object given) {
        if (given instanceof Write.Builder write) {
            write.set("k", 3);
        }
    }
}
