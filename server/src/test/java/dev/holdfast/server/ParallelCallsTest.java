package dev.holdfast.server;

import static dev.holdfast.server.Harness.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"memory", "sqlite"})
final class ParallelCallsTest {
    private final Harness tools;

    ParallelCallsTest(String kind, @TempDir Path folder) {
        this.tools = Harness.on(kind, folder);
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void increments_underOneOpWithSuffixesAllCountOnce() {
        JsonObject opened = tools.call("state_open", "{'data':{'n':0}}");
        String handle = opened.string("handle");
        IntFunction<String> increment =
                i -> "{'handle':'" + handle + "','increment':{'n':1},'op':'" + opened.string("op") + "." + i + "'}";

        inParallel(16, i -> tools.call("state_write", increment.apply(i % 8 + 1)));

        assertThat(tools.document(String.valueOf(handle))).isEqualTo(value("{'n':8}"));
    }

    @Test
    void firstWrites_toTheDefaultStateMakeOneState() {
        List<JsonObject> answers = inParallel(24, i -> tools.call("state", "{'key':'k" + i + "','value':" + i + "}"));

        assertThat(answers.stream().map(answer -> answer.string("handle")).distinct())
                .hasSize(1);
        JsonObject all = (JsonObject) tools.document("@default");
        assertThat(all.size()).isEqualTo(24);
    }

    @Test
    void opens_ofOneNameMakeOneState() {
        List<JsonObject> answers = inParallel(24, i -> tools.call("state_open", "{'name':'shared'}"));

        assertThat(answers.stream().map(answer -> answer.string("handle")).distinct())
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> Boolean.TRUE.equals(answer.bool("created"))))
                .hasSize(1);
    }

    @Test
    void writers_ofOneCounterLoseNothing() {
        String handle = tools.open("{}");

        inParallel(64, i -> tools.call("state_write", "{'handle':'" + handle + "','increment':{'n':1}}"));

        assertThat(tools.document(handle)).isEqualTo(value("{'n':64}"));
    }

    private static List<JsonObject> inParallel(int calls, IntFunction<JsonObject> call) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<JsonObject>> tasks = IntStream.range(0, calls)
                    .mapToObj(i -> (Callable<JsonObject>) () -> call.apply(i))
                    .toList();
            List<JsonObject> answers = new ArrayList<>();
            for (Future<JsonObject> answer : executor.invokeAll(tasks)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
