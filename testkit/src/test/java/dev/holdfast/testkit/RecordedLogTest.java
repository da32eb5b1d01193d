package dev.holdfast.testkit;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.RunState;
import dev.holdfast.engine.Runs;
import dev.holdfast.engine.Send;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.model.FewRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logs written by earlier versions, from which every later version must read the same documents. Recordings are added
 * and never changed: {@code -Dtest=RecordedLogTest -Dholdfast.record=FOLDER} makes a new one; then name it in
 * {@code @ValueSource}.
 */
final class RecordedLogTest {
    private static final Principal OWNER = Principal.local("recorded");
    private static final Principal BOB = Principal.of("https://issuer.example#bob");

    /** An erased state leaves nothing to record. */
    private static final Set<String> EVERY_KIND = EnumSet.complementOf(EnumSet.of(EventType.ERASED)).stream()
            .map(EventType::wire)
            .collect(Collectors.toSet());

    @ParameterizedTest
    @ValueSource(strings = {"2026-11", "2026-11-24", "2026-11-30", "2026-11-30-machines", "2026-11-30-workflows"})
    void recordedLog_isReadToTheSameDocuments(String recording) throws IOException {
        List<String> events = lines(recording, "events.jsonl");
        ManualTime time = new ManualTime();
        try (CommitLog log = MemoryLog.open()) {
            for (String line : events) {
                JsonObject event = (JsonObject) Json.parse(line);
                Commit commit = commit(event, line);
                StateId state = new StateId(text(event, "state"));
                assertThat(Samples.appendTo(log, Samples.append(state, commit, Samples.header(OWNER.id()))))
                        .isInstanceOf(Appended.class);
                time.pass(Duration.between(time.instant(), commit.at()));
            }
            try (Holdfast holdfast =
                    Holdfast.on(log).clock(time).removalPause(Duration.ZERO).open()) {
                for (String line : lines(recording, "states.jsonl")) {
                    JsonObject expected = (JsonObject) Json.parse(line);
                    State state = holdfast.as(OWNER).state(text(expected, "state"));
                    assertThat(describe(state)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void newestRecording_hasEveryKindOfEvent() throws IOException {
        assertThat(kinds(lines("2026-11-30-workflows", "events.jsonl"))).containsAll(EVERY_KIND);
    }

    @Test
    @EnabledIfSystemProperty(named = "holdfast.record", matches = ".+")
    void record_aLogOfEveryKindOfEvent() throws IOException {
        Path folder = Files.createDirectories(Path.of(System.getProperty("holdfast.record")));
        ManualTime time = new ManualTime();
        MemoryStorage storage = new MemoryStorage();
        try (CommitLog log = MemoryLog.open(storage);
                Holdfast holdfast = Holdfast.on(MemoryLog.open(storage))
                        .clock(time)
                        .removalPause(Duration.ZERO)
                        .random(new Random(1))
                        .rules(new FewRules())
                        .timersByHand()
                        .open()) {
            List<State> states = changeInEveryWay(holdfast, time);
            List<String> events = log.feed(0, Cursor.START, Integer.MAX_VALUE, Duration.ZERO).entries().stream()
                    .map(entry -> new String(entry.commit().event().borrow(), StandardCharsets.UTF_8))
                    .toList();
            Files.write(folder.resolve("events.jsonl"), events);
            Files.write(
                    folder.resolve("states.jsonl"),
                    states.stream().map(state -> describe(state).toString()).toList());
            assertThat(kinds(events))
                    .as("a kind of event is missing from the recording: extend it")
                    .containsAll(EVERY_KIND);
        }
    }

    private static List<State> changeInEveryWay(Holdfast holdfast, ManualTime time) {
        State plan = holdfast.as(OWNER)
                .open(StateSpec.named("team/plan")
                        .data((JsonObject) Json.parse(json("{'theme':'dark','list':[1,2],'deep':{'é':[null,true]}}")))
                        .commandId("op-open"))
                .state();
        time.pass(Duration.ofSeconds(1));
        plan.write(w -> w.set("n", 1)
                .increment("count", 2)
                .append("list", Json.of(3))
                .note("a note")
                .commandId("op-1"));
        plan.write(w -> w.delete("theme").set("/deep/x", 12));
        plan.undo(Undo.last(2).commandId("op-2"));
        plan.undo(Undo.redo(1));
        plan.undo(Undo.restore(1));
        plan.write(w -> w.set("n", 7));
        plan.undo(Undo.event(plan.read().revision()));
        holdfast.as(OWNER).open(StateSpec.named("team/plan").labels(Map.of("team", "a")));
        State session = holdfast.as(OWNER)
                .open(StateSpec.session().idleTtl(Duration.ofHours(2)))
                .state();
        session.write(w -> w.set("cart", 3));
        time.pass(Duration.ofMinutes(90));
        session.read();
        State closed = holdfast.as(OWNER).open(StateSpec.unnamed()).state();
        closed.write(w -> w.set("kept", true));
        closed.close("op-close");
        holdfast.as(OWNER).open(StateSpec.handle(closed.handle().value()));
        State draft = changeTogether(holdfast, plan);
        State timed = changeInTime(holdfast, time);
        State asked = ask(holdfast, time);
        State machine = follow(holdfast, time);
        List<State> runs = work(holdfast, time);
        return Stream.concat(Stream.of(plan, session, closed, draft, timed, asked, machine), runs.stream())
                .toList();
    }

    private static State changeTogether(Holdfast holdfast, State plan) {
        plan.share(BOB.id(), Access.WRITE);
        holdfast.as(BOB).state(plan.handle().value()).read();
        holdfast.as(OWNER).open(StateSpec.named("given")).state().share(BOB.id(), Access.OWNER);
        Lease lease = plan.lease("editor", Duration.ofMinutes(5));
        plan.write(w -> w.set("leased", true).lease("editor", lease.token()));
        plan.lease(LeaseRequest.release("editor", lease.token()));
        State draft = holdfast.as(OWNER)
                .open(StateSpec.unnamed().fork(Fork.of(plan.handle())).lifetime(Lifetime.PERSISTENT))
                .state();
        draft.write(w -> w.set("colour", "red").delete("n"));
        plan.merge(Merge.from(draft.handle()));
        return draft;
    }

    /** Ends with the expiry of a session, which is not among the returned states. */
    private static State changeInTime(Holdfast holdfast, ManualTime time) {
        State timed = holdfast.as(OWNER)
                .open(StateSpec.named("timed").data(JsonObject.of("stays", Json.of(1))))
                .state();
        timed.write(w -> w.set("goes", Json.of(2), Duration.ofSeconds(10)));
        timed.write(w -> w.set("comes", 3).delay(Duration.ofSeconds(20)));
        timed.write(w -> w.set("never", 4).ifRevision(1).delay(Duration.ofSeconds(20)));
        holdfast.as(OWNER).open(StateSpec.session().idleTtl(Duration.ofSeconds(15)));
        time.pass(Duration.ofSeconds(30));
        holdfast.fireTimers();
        timed.write(w -> w.increment("stays", 1));
        return timed;
    }

    /** Questions that are open, answered, over, and withdrawn. */
    private static State ask(Holdfast holdfast, ManualTime time) {
        State release = holdfast.as(OWNER).open(StateSpec.named("release")).state();
        release.share(BOB.id(), Access.READ);
        String answered =
                release.ask(QuestionSpec.of("Deploy?").askedOf(BOB.id())).id();
        holdfast.as(BOB).state(release.handle().value()).answer(answered, "yes", "after lunch", "op-yes");
        release.ask(QuestionSpec.of("Tonight?").byDefault("no", Duration.ofMinutes(1)));
        release.withdraw(release.ask(QuestionSpec.of("Now?")).id(), "op-withdraw");
        time.pass(Duration.ofMinutes(2));
        holdfast.fireTimers();
        release.ask(QuestionSpec.of("Which?").choices("blue", "green").ttl(Duration.ofDays(300)));
        return release;
    }

    /** A machine that is sent events, moves by itself, is taken back and is given another definition. */
    private static State follow(Holdfast holdfast, ManualTime time) {
        JsonObject door = (JsonObject) Json.parse(json("""
                {'initial':'closed','context':{'who':'none'},'writable':['note'],'states':{
                  'closed':{'on':{'open':'open'}},'open':{'on':{'close':'closed'},'after':{'60000':'closed'}}}}"""));
        State state = holdfast.as(OWNER)
                .open(StateSpec.named("door").machine(Machine.of(door)))
                .state();
        state.send(Send.of("open").note("a guest").commandId("op-guest"));
        time.pass(Duration.ofMinutes(2));
        holdfast.fireTimers();
        state.write(w -> w.set("note", "it closes by itself"));
        state.send("open");
        state.undo();
        JsonObject gate = (JsonObject) Json.parse(json("""
                {'initial':'shut','migrate':{'closed':'shut'},'states':{'shut':{'on':{'open':'shut'}}}}"""));
        holdfast.as(OWNER).open(StateSpec.named("door").machine(Machine.of(gate)));
        return state;
    }

    /** A run with a child run, attempts that fail, a decision, a signal, what is taken back, and a second try. */
    private static List<State> work(Holdfast holdfast, ManualTime time) {
        Runs runs = holdfast.as(OWNER).runs();
        runs.define((JsonObject) Json.parse(json("""
                {'name':'child','version':'1','steps':{'only':{}}}""")));
        JsonObject order = (JsonObject) Json.parse(json("""
                {'name':'order','version':'1','steps':{
                   'reserve':{'retry':{'max_attempts':2,'backoff':1},'compensate':{'work':'release'}},
                   'billed':{'kind':'workflow','workflow':'child','needs':['reserve']},
                   'approve':{'kind':'approval','text':'Charge it?','needs':['reserve'],'timeout':60,'default':'yes'},
                   'called':{'kind':'wait','signal':'called','needs':['reserve']},
                   'charge':{'needs':['approve','billed','called']}}}"""));
        runs.define(order);
        RunState run = runs.start(RunSpec.of("order").name("order-1").commandId("op-start"))
                .state();
        run.fail(claimed(run, "reserve"), "busy", true);
        time.pass(Duration.ofSeconds(2));
        holdfast.fireTimers();
        run.report(claimed(run, "reserve"), Json.of("r1"));
        holdfast.fireTimers();
        RunState child = runs.run(Objects.requireNonNull(
                Objects.requireNonNull(run.read().step("billed")).child()));
        child.report(claimed(child, "only"), Json.of(1));
        run.signal("called", Json.of("hello"));
        time.pass(Duration.ofMinutes(2));
        holdfast.fireTimers();
        run.fail(claimed(run, "charge"), "no money", false);
        run.report(claimed(run, "release"), JsonNull.NULL);
        run.retry("reserve", "op-retry");
        run.pause(null);
        run.resume(null);
        run.cancel("no longer wanted", null);
        return List.of(run.state(), child.state());
    }

    private static ClaimedStep claimed(RunState run, String work) {
        return run.claim(Set.of(work), Duration.ofMinutes(1)).orElseThrow();
    }

    private static Set<String> kinds(List<String> events) {
        return events.stream()
                .map(line -> text((JsonObject) Json.parse(line), "type"))
                .collect(Collectors.toSet());
    }

    /** The final state, and its document at every revision. */
    private static JsonObject describe(State state) {
        StateView view = state.read();
        JsonObject.Builder keys = JsonObject.builder();
        view.document().keys().forEach(key -> keys.put(key, view.keyRevision(key)));
        JsonObject.Builder documents = JsonObject.builder();
        for (long revision = 1; revision <= view.revision(); revision++) {
            documents.put("" + revision, state.at(revision).document());
        }
        JsonObject.Builder labels = JsonObject.builder();
        view.labels().forEach(labels::put);
        Configuration configuration = view.configuration();
        return JsonObject.builder()
                .put("state", state.handle().value())
                .put("revision", view.revision())
                .put("name", String.valueOf(view.name()))
                .put("labels", labels.build())
                .put("expires", String.valueOf(view.expiresAt()))
                .put("keys", keys.build())
                .put("documents", documents.build())
                .putIfPresent("machine", configuration == null ? null : configuration.toJson())
                .build();
    }

    private static Commit commit(JsonObject event, String line) {
        String command = event.string("cmd");
        return new Commit(
                Long.parseLong(Objects.requireNonNull(event.get("rev")).toString()),
                command == null ? null : new CommandKey(text(event, "actor"), command),
                Instant.parse(text(event, "at")),
                Bytes.wrap(line.getBytes(StandardCharsets.UTF_8)),
                Bytes.wrap(Base64.getUrlDecoder().decode(text(event, "hash"))));
    }

    private static String text(JsonObject json, String member) {
        return Objects.requireNonNull(json.string(member), member);
    }

    private static List<String> lines(String recording, String file) throws IOException {
        String path = "recorded/" + recording + "/" + file;
        try (InputStream resource = RecordedLogTest.class.getResourceAsStream(path)) {
            byte[] content = Objects.requireNonNull(resource, path).readAllBytes();
            return new String(content, StandardCharsets.UTF_8).lines().toList();
        }
    }
}
