package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ToolResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that a tool does not have: those near a name that it has, those that hosts add, those that guard. */
final class UnknownArgumentsTest {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz_";
    private static final List<String> OF_HOSTS = List.of(
            "wait_for_previous", "toolCallId", "sessionId", "action", "chatInput", "task_progress", "_sessionID");
    private static final List<String> GUARDING = List.of(
            "expected_revision",
            "expectedVersion",
            "only_if",
            "onlyIfUnchanged",
            "dry_run",
            "dryRun",
            "etag",
            "if-match",
            "precondition",
            "idempotency_key",
            "idempotencyKey",
            "Idempotency-Key",
            "request_id",
            "client_token",
            "expires_in",
            "expiresAt",
            "run_at",
            "schedule_at",
            "time_to_live");
    private static final List<String> FAR =
            List.of("conversation_identifier", "user_locale", "theThoughtBehindThis", "x_trace_parent", "temperature");

    private final Harness tools = Harness.inMemory();

    @AfterEach
    void close() {
        tools.close();
    }

    @TestFactory
    Stream<DynamicTest> near_isRefusedWithTheNameMeant() {
        return specs().flatMap(spec -> LongStream.range(0, 40)
                .mapToObj(seed -> DynamicTest.dynamicTest(spec.name() + " seed " + seed, () -> {
                    Random random = new Random(seed);
                    String name =
                            edited(names(spec).get(random.nextInt(names(spec).size())), random);
                    if (names(spec).contains(name) || isOfHosts(name)) {
                        return;
                    }
                    Json value = random.nextBoolean() ? Json.of(1) : Json.NULL;
                    JsonObject failure =
                            tools.refused(spec.name(), working(spec.name()).with(name, value), "invalid");

                    assertThat(failure.string("argument")).isEqualTo(name);
                    assertThat(failure.string("hint")).contains("no argument `" + name + "`; the nearest is");
                })));
    }

    @TestFactory
    Stream<DynamicTest> added_isLeftOutAndTold() {
        return specs().flatMap(spec -> Stream.concat(OF_HOSTS.stream(), FAR.stream())
                .map(name -> DynamicTest.dynamicTest(spec.name() + " " + name, () -> {
                    JsonObject answer = answer(spec.name(), working(spec.name()).with(name, Json.of("x")));

                    assertThat(answer.get("ignored")).isEqualTo(JsonArray.of(Json.of(name)));
                    assertThat(answer(spec.name(), working(spec.name())).has("ignored"))
                            .isFalse();
                })));
    }

    @TestFactory
    Stream<DynamicTest> guarding_isRefusedOnlyWhereSomethingChanges() {
        return specs().flatMap(spec -> GUARDING.stream()
                .filter(name -> names(spec).stream().noneMatch(known -> near(name, known)))
                .map(name -> DynamicTest.dynamicTest(spec.name() + " " + name, () -> {
                    JsonObject arguments = working(spec.name()).with(name, Json.of("x"));
                    boolean reading = Set.of(
                                    "state_read", "state_list", "state_wait", "state_history", "workflow_status")
                            .contains(spec.name());
                    if (reading) {
                        assertThat(answer(spec.name(), arguments).get("ignored"))
                                .isEqualTo(JsonArray.of(Json.of(name)));
                    } else {
                        JsonObject failure = tools.refused(spec.name(), arguments, "invalid");
                        assertThat(failure.string("argument")).isEqualTo(name);
                    }
                    assertThat(answer(spec.name(), working(spec.name()).with(name, Json.NULL))
                                    .has("ignored"))
                            .isTrue();
                })));
    }

    @Test
    void guarding_isLeftOutOfAReadOfState() {
        JsonObject read = tools.call("state", "{'key':'k','expected_revision':1}");

        assertThat(read.get("ignored")).isEqualTo(Harness.value("['expected_revision']"));
        tools.refused("state", "{'key':'k','value':null,'expected_revision':1}", "invalid");
        assertThat(tools.call("state", "{'key':'k','value':null,'handle':null,'expected_revision':1}")
                        .bool("wrote"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"state_write", "state", "state_open"})
    void added_doesNotCountForWhatOpCompares(String tool) {
        JsonObject arguments = tool.equals("state_open")
                ? Harness.object("{'name':'plan','data':{'a':1},'op':'mine'}")
                : working(tool).with("op", Json.of("mine"));
        answer(tool, arguments.with("toolCallId", Json.of("call-1")));

        JsonObject again = answer(tool, arguments.with("toolCallId", Json.of("call-2")));

        assertThat(again.bool("replayed")).isTrue();
        assertThat(answer(tool, arguments).bool("replayed")).isTrue();
    }

    @Test
    void told_isBoundedInNumberAndLength() {
        JsonObject arguments = JsonObject.EMPTY;
        for (int i = 0; i < 64; i++) {
            arguments = arguments.with("surely_nothing_we_know_" + i + "x".repeat(10_000), Json.of(1));
        }

        assertThat(answer("state_list", arguments).array("ignored")).hasSize(8);
        assertThat(answer("state_list", arguments).toString()).hasSizeLessThan(1_000);
        assertThat(tools.refused("state_close", JsonObject.of("handle", Json.of(1)), "invalid")
                        .toString())
                .hasSizeLessThan(400);
    }

    @Test
    void tooMany_areRefusedBeforeTheyCostMuch() {
        JsonObject.Builder arguments = JsonObject.builder();
        for (int i = 0; i < 50_000; i++) {
            arguments.put("n" + i, Json.of(1));
        }

        assertThat(tools.refused("state_list", arguments.build(), "invalid").string("hint"))
                .isEqualTo("there are more than 64 arguments that `state_list` has not");
    }

    private JsonObject answer(String tool, JsonObject arguments) {
        Harness caller = tool.equals("state_answer") ? tools.as(Caller.authenticated("bob")) : tools;
        ToolResult result = caller.result(tool, arguments);
        assertThat(result.isError()).as(result::toString).isFalse();
        return (JsonObject) Objects.requireNonNull(result.structured());
    }

    /** Arguments that the tool accepts. */
    private JsonObject working(String tool) {
        return switch (tool) {
            case "state" -> Harness.object("{'key':'k','value':1}");
            case "state_open", "state_list" -> JsonObject.EMPTY;
            case "state_merge" -> {
                String source = tools.open("{'a':1}");
                String fork = Objects.requireNonNull(
                        tools.call("state_open", "{'fork_of':'" + source + "'}").string("handle"));
                yield JsonObject.of("handle", Json.of(source), "from", Json.of(fork));
            }
            case "state_share" ->
                JsonObject.of(
                        "handle", Json.of(tools.open("{}")), "principal", Json.of("p"), "access", Json.of("read"));
            case "machine_send" -> {
                JsonObject opened =
                        tools.call("state_open", "{'machine':{'initial':'a','states':{'a':{'on':{'go':'a'}}}}}");
                yield JsonObject.of("handle", Objects.requireNonNull(opened.get("handle")), "event", Json.of("go"));
            }
            case "workflow_start" -> Harness.object("{'definition':{'name':'w','version':'1','steps':{'a':{}}}}");
            case "workflow_next" -> Harness.object("{'work':['none'],'timeout_seconds':0}");
            case "workflow_status" -> JsonObject.of("handle", run());
            case "workflow_report" -> JsonObject.of("handle", run(), "control", Json.of("pause"));
            case "state_ask" -> JsonObject.of("handle", Json.of(tools.open("{}")), "text", Json.of("Deploy?"));
            case "state_answer" -> {
                String asked = tools.open("{}");
                tools.call("state_share", "{'handle':'" + asked + "','principal':'bob','access':'read'}");
                JsonObject question = tools.call("state_ask", "{'handle':'" + asked + "','text':'Deploy?'}");
                yield JsonObject.of(
                        "handle",
                        Json.of(asked),
                        "question",
                        Objects.requireNonNull(question.get("question")),
                        "choice",
                        Json.of("yes"));
            }
            case "state_lease" ->
                JsonObject.of("handle", Json.of(tools.open("{}")), "name", Json.of("l"), "ttl", Json.of(60));
            case "state_write" ->
                JsonObject.of("handle", Json.of(tools.open("{}")), "set", JsonObject.of("a", Json.of(1)));
            case "state_wait" -> JsonObject.of("handle", Json.of(tools.open("{}")), "timeout_seconds", Json.of(0));
            default -> JsonObject.of("handle", Json.of(tools.open("{'a':1}")));
        };
    }

    private Json run() {
        JsonObject started = tools.call("workflow_start", "{'definition':{'name':'w','version':'1','steps':{'a':{}}}}");
        return Objects.requireNonNull(started.get("handle"));
    }

    private static Stream<ToolSpec> specs() {
        return Profile.ALL.tools().stream().map(StateTool::spec);
    }

    private static List<String> names(ToolSpec spec) {
        return List.copyOf(
                Objects.requireNonNull(spec.input().object("properties")).keys());
    }

    /** One or two letters more, less or other, or the same name in another habit of writing. */
    private static String edited(String name, Random random) {
        Map<Integer, UnaryOperator<String>> habits = Map.of(
                0, text -> text.toUpperCase(Locale.ROOT),
                1, text -> text.replace('_', '-'),
                2, text -> text.replace("_", ""));
        UnaryOperator<String> habit = habits.get(random.nextInt(8));
        if (habit != null && !habit.apply(name).equals(name)) {
            return habit.apply(name);
        }
        StringBuilder edited = new StringBuilder(name);
        for (int edit = 0; edit <= random.nextInt(2); edit++) {
            int at = random.nextInt(edited.length());
            char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
            switch (random.nextInt(3)) {
                case 0 -> edited.insert(at, letter);
                case 1 -> edited.setCharAt(at, letter);
                default -> edited.deleteCharAt(at);
            }
            if (edited.isEmpty()) {
                return name + letter;
            }
        }
        return edited.toString();
    }

    /** Written apart from what is tested: whether two names are at most two edits apart. */
    private static boolean near(String a, String b) {
        return within(2, plain(a), plain(b));
    }

    private static boolean within(int edits, String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.length() + b.length() <= edits;
        } else if (a.charAt(0) == b.charAt(0)) {
            return within(edits, a.substring(1), b.substring(1));
        }
        return edits > 0
                && (within(edits - 1, a.substring(1), b)
                        || within(edits - 1, a, b.substring(1))
                        || within(edits - 1, a.substring(1), b.substring(1)));
    }

    private static boolean isOfHosts(String name) {
        return OF_HOSTS.stream().anyMatch(host -> plain(host).equals(plain(name)));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}
