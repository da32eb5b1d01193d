package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.SingleQuoted.json;
import static dev.holdfast.testkit.SingleQuoted.object;
import static dev.holdfast.testkit.SingleQuoted.text;
import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.Written;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Writes: every operation, all or nothing, one event. */
public interface WritingContract extends StoreFixture {
    /** A document, a write, and the document it leads to. */
    record Case(String document, String write, String expected) {}

    @TestFactory
    default Stream<DynamicTest> write_leadsTo() {
        return Stream.of(
                        new Case("{}", "{'set':{'a':1,'b':null}}", "{'a':1,'b':null}"),
                        new Case("{'a':{'x':1}}", "{'set':{'/a/y':2}}", "{'a':{'x':1,'y':2}}"),
                        new Case("{'a':[1,2]}", "{'set':{'/a/0':9}}", "{'a':[9,2]}"),
                        new Case("{'a':[1]}", "{'set':{'/a/1':2}}", "{'a':[1,2]}"),
                        new Case(
                                "{'a':{'x':1,'y':2},'b':1}",
                                "{'merge':{'a':{'x':null,'z':3},'b':null}}",
                                "{'a':{'y':2,'z':3}}"),
                        new Case(
                                "{'a':[1,2,3]}",
                                "{'patch':[{'op':'remove','path':'/a/0'},{'op':'move','from':'/a/0','path':'/b'}]}",
                                "{'a':[3],'b':2}"),
                        new Case("{'n':1.5}", "{'increment':{'n':1,'m':-2}}", "{'n':2.5,'m':-2}"),
                        new Case("{'n':9007199254740993}", "{'increment':{'n':1}}", "{'n':9007199254740994}"),
                        new Case("{'l':[1]}", "{'append':{'l':[2,[3]],'k':[0]}}", "{'l':[1,2,[3]],'k':[0]}"),
                        new Case(
                                "{'s':[1,'a']}",
                                "{'add_to_set':{'s':[1.0,'b','b'],'t':[1,1]}}",
                                "{'s':[1,'a','b'],'t':[1]}"),
                        new Case("{'a':1,'b':{'c':1,'d':2}}", "{'delete':['a','/b/c','nothing']}", "{'b':{'d':2}}"),
                        new Case(
                                "{'a':1,'n':1}", "{'set':{'b':1},'increment':{'n':1},'delete':['a']}", "{'b':1,'n':2}"),
                        new Case("{'a/b':1}", "{'set':{'a/b':2,'m~n':3}}", "{'a/b':2,'m~n':3}"))
                .map(one -> DynamicTest.dynamicTest(one.write(), () -> check(one)));
    }

    private void check(Case one) {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object(one.document())));

            Written written = state.write(Write.parse(object(one.write())));

            assertThat(state.read().document()).isEqualTo(object(one.expected()));
            assertThat(written.revision()).isEqualTo(2);
            assertThat(state.history(1, 10)).hasSize(2);
            assertThat(state.at(1).document()).isEqualTo(object(one.document()));
        }
    }

    @TestFactory
    default Stream<DynamicTest> write_isRefusedAndChangesNothing() {
        return Stream.of(
                        "{'set':{'a':1},'delete':['a']}",
                        "{'set':{'/a/b':1,'/a':2}}",
                        "{'set':{'/x/y':1}}",
                        "{'set':{'':1}}",
                        "{'set':{'/':1,'/a/x':1}}",
                        "{'merge':{'/a':1}}",
                        "{'increment':{'text':1}}",
                        "{'increment':{'a':'1'}}",
                        "{'append':{'text':[1]}}",
                        "{'append':{'a':1}}",
                        "{'delete':'a'}",
                        "{'patch':[{'op':'remove','path':'/none'}]}",
                        "{'patch':[{'op':'replace','path':'','value':[]}]}",
                        "{'patch':[{'op':'fly','path':'/a'}]}",
                        "{'unknown':{}}",
                        "{'set':[1]}",
                        "{'if_revision':-1,'set':{'a':1}}",
                        "{'if_revision':'3','set':{'a':1}}",
                        "{'note':7}",
                        "{'op':''}",
                        "{'set':{'/~2':1}}")
                .map(write -> DynamicTest.dynamicTest(write, () -> refuse(write)));
    }

    private void refuse(String write) {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object("{'a':{'x':1},'text':'t'}")));

            failure(Code.INVALID, () -> state.write(Write.parse(object(write))));

            assertThat(state.read().revision()).isEqualTo(1);
            assertThat(state.read().document()).isEqualTo(object("{'a':{'x':1},'text':'t'}"));
        }
    }

    @Test
    default void write_ofManyKeysTellsThemWhenItIsRetried() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed());
            Write.Builder write = Write.builder().commandId("once");
            IntStream.range(0, 1_000).forEach(i -> write.set("k" + i, i));

            Written first = state.write(write.build());
            Written again = state.write(write.build());

            assertThat(again.replayed()).isTrue();
            assertThat(again.revision()).isEqualTo(first.revision());
            assertThat(again.changed()).hasSize(1_000).isEqualTo(first.changed());
        }
    }

    @Test
    default void write_thatChangesNothingCommitsNothing() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object("{'a':1,'l':[]}")));

            Written written = state.write(w -> w.set("a", 1).delete("b").append("l"));

            assertThat(written.changed()).isEmpty();
            assertThat(written.revision()).isEqualTo(1);
            assertThat(state.history(1, 10)).hasSize(1);
        }
    }

    @Test
    default void write_answersWhatItIncremented() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object("{'a':{'n':1}}")));

            Written written = state.write(w -> w.increment("/a/n", 4).increment("m", 2));

            assertThat(written.values()).containsOnlyKeys("/a/n", "m").containsEntry("/a/n", Json.of(5));
            assertThat(written.changed()).containsExactly("a", "m");
        }
    }

    @Test
    default void precondition_onTheDocument() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object("{'a':1}")));
            long seen = state.read().revision();
            state.write(w -> w.set("b", 2));

            var failure =
                    failure(Code.CONFLICT, () -> state.write(w -> w.set("a", 2).ifRevision(seen)));

            assertThat(failure.facts().get("revision")).isEqualTo(Json.of(2));
            assertThat(failure.facts().toString()).contains(text("'b'"), "changed_by", "changed_at", text("'value':2"));
            assertThat(state.read().document()).isEqualTo(object("{'a':1,'b':2}"));
            assertThat(state.write(w -> w.set("a", 2).ifRevision(2)).revision()).isEqualTo(3);
            failure(Code.CONFLICT, () -> state.write(w -> w.set("a", 9).ifRevision(99)));
        }
    }

    /** Which keys moved, what they were and are, and apart from them which did not move. */
    @Test
    default void precondition_tellsWhatEachKeyWas() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object("{'a':1,'b':1,'c':1,'d':1,'e':1}")));
            state.write(w -> w.set("b", 2).delete("c", "d"));

            JsonObject whole = failure(
                            Code.CONFLICT,
                            () -> state.write(
                                    w -> w.set("a", 3).set("c", 3).set("new", 3).ifRevision(1)))
                    .facts();

            JsonObject keys = Objects.requireNonNull(whole.object("keys"));
            assertThat(keys.keys()).containsExactlyInAnyOrder("b", "c", "d");
            assertThat(Objects.requireNonNull(keys.object("b")).get("was")).isEqualTo(Json.of(1));
            assertThat(Objects.requireNonNull(keys.object("b")).get("value")).isEqualTo(Json.of(2));
            assertThat(keys.get("c")).isEqualTo(object("{'revision':0,'was':1}"));
            assertThat(whole.get("unchanged")).isEqualTo(object("{'a':1,'new':0}"));

            JsonObject single = failure(
                            Code.CONFLICT,
                            () -> state.write(w -> w.set("a", 3)
                                    .ifRevision("a", 1)
                                    .ifRevision("b", 1)
                                    .ifRevision("c", 1)
                                    .ifRevision("e", 0)))
                    .facts();

            assertThat(Objects.requireNonNull(single.object("keys")).keys()).containsExactlyInAnyOrder("b", "c", "e");
            assertThat(Objects.requireNonNull(Objects.requireNonNull(single.object("keys"))
                                    .object("b"))
                            .get("was"))
                    .isEqualTo(Json.of(1));
            assertThat(single.get("unchanged")).isEqualTo(object("{'a':1}"));
            assertThat(state.read().revision()).isEqualTo(2);
        }
    }

    /** Keys that moved are told before those that did not, and long values by their size. */
    @Test
    default void precondition_tellsOnlySomeAndWhatIsShort() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> IntStream.range(0, 100).forEach(i -> w.set("k" + i, "x".repeat(600))));
            state.write(w -> w.set("k99", "y".repeat(3_000)));

            JsonObject facts = failure(
                            Code.CONFLICT,
                            () -> state.write(w -> {
                                IntStream.range(0, 100).forEach(i -> w.set("k" + i, i));
                                w.ifRevision(2);
                            }))
                    .facts();

            assertThat(Objects.requireNonNull(facts.object("keys")).keys()).containsExactly("k99");
            assertThat(Objects.requireNonNull(
                                    Objects.requireNonNull(facts.object("keys")).object("k99"))
                            .toString())
                    .contains(text("'was_bytes':602"), text("'value_bytes':3002"));
            assertThat(Objects.requireNonNull(facts.object("unchanged")).size()).isEqualTo(16);
        }
    }

    @Test
    default void lengths_areToldOfWhatWasAddedTo() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object("{'log':[1],'o':{'l':[]}}")));
            Write write = Write.parse(object("{'append':{'log':[2,3],'/o/l':[1]},'add_to_set':{'tags':['x','x']},"
                    + "'increment':{'n':1},'op':'once'}"));

            Written written = state.write(write);

            assertThat(written.lengths()).isEqualTo(new TreeMap<>(Map.of("/o/l", 1, "log", 3, "tags", 1)));
            assertThat(written.values()).isEqualTo(new TreeMap<>(Map.of("n", Json.of(1))));
            state.write(w -> w.append("log", Json.of(4)));
            assertThat(state.write(write).lengths()).isEqualTo(written.lengths());
        }
    }

    @Test
    default void precondition_onKeys() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object("{'a':1,'b':1}")));
            state.write(w -> w.set("b", 2));

            assertThat(state.write(w -> w.set("c", 1).ifRevision("a", 1)).revision())
                    .isEqualTo(3);
            assertThat(state.write(w -> w.set("a", 2).ifRevision("a", 3)).revision())
                    .isEqualTo(4);
            failure(Code.CONFLICT, () -> state.write(w -> w.set("x", 1).ifRevision("b", 1)));
            failure(Code.CONFLICT, () -> state.write(w -> w.set("a", 1).ifRevision("a", 0)));
            assertThat(state.write(w -> w.set("d", 1).ifRevision("d", 0)).revision())
                    .isEqualTo(5);
            state.write(w -> w.delete("d"));
            failure(Code.CONFLICT, () -> state.write(w -> w.set("x", 1).ifRevision("d", 5)));
            assertThat(state.read().keyRevision("d")).isZero();
        }
    }

    @Test
    default void patchTest_thatFailsIsAConflict() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object("{'a':1}")));
            JsonPatch patch =
                    JsonPatch.parse(json("[{'op':'test','path':'/a','value':2},{'op':'remove','path':'/a'}]"));

            var failure = failure(Code.CONFLICT, () -> state.write(w -> w.patch(patch)));

            assertThat(failure.facts().get("value")).isEqualTo(Json.of(1));
            assertThat(state.read().revision()).isEqualTo(1);
        }
    }

    @Test
    default void limits_refuseAndChangeNothing() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            String large = "x".repeat(700_000);
            state.write(w -> w.set("a", large));

            failure(Code.LIMIT, () -> state.write(w -> w.set("b", "x".repeat(1 << 20))));
            failure(Code.LIMIT, () -> state.write(w -> w.set("b", nested(64))));
            JsonPatch twice =
                    JsonPatch.parse(json("[{'op':'copy','from':'/a','path':'/b'},{'op':'copy','from':'/a','path':'/c'},"
                            + "{'op':'copy','from':'/a','path':'/d'},{'op':'copy','from':'/a','path':'/e'},"
                            + "{'op':'copy','from':'/a','path':'/f'},{'op':'copy','from':'/a','path':'/g'}]"));
            failure(Code.LIMIT, () -> state.write(w -> w.patch(twice)));

            assertThat(state.read().revision()).isEqualTo(2);
            assertThat(state.write(w -> w.set("b", nested(63))).revision()).isEqualTo(3);
        }
    }

    @Test
    default void update_losesNothingUnderContention() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();

            Crowd.run(8, i -> {
                for (int n = 0; n < 10; n++) {
                    state.update("n", value -> Json.of(value == null ? 1 : Long.parseLong(value.toString()) + 1));
                }
                return i;
            });

            assertThat(state.read().document()).isEqualTo(object("{'n':80}"));
        }
    }

    @Test
    default void writes_ofCallersThatAreInterruptedAreCarriedOut() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            Set<Thread> callers = ConcurrentHashMap.newKeySet();
            Future<Boolean> interrupting = Crowd.start(() -> {
                while (callers.size() < 4 || callers.stream().anyMatch(Thread::isAlive)) {
                    callers.forEach(Thread::interrupt);
                    Thread.onSpinWait();
                }
                return true;
            });

            Crowd.runOnPlatformThreads(4, i -> {
                callers.add(Thread.currentThread());
                for (int n = 0; n < 20; n++) {
                    state.write(w -> w.increment("n", 1));
                }
                return i;
            });
            Crowd.join(interrupting);

            assertThat(state.read().document()).isEqualTo(object("{'n':80}"));
        }
    }

    private static Json nested(int depth) {
        Json value = JsonNull.NULL;
        for (int i = 0; i < depth; i++) {
            value = JsonObject.of("x", value);
        }
        return value;
    }
}
