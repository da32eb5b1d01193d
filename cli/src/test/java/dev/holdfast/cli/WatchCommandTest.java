package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchCommandTest {
    private final Shell shell;
    private final String store;

    WatchCommandTest(@TempDir Path home) {
        this.shell = new Shell(home);
        this.store = "sqlite:" + home.resolve("state.db");
    }

    private Shell.Result watch(String... options) {
        List<String> arguments = new ArrayList<>(List.of("watch", "@plan", "--store", store));
        arguments.addAll(List.of(options));
        return shell.run(arguments.toArray(new String[0]));
    }

    @Test
    void watch_printsWhatAnotherProcessDoesUntilTheStateIsErased() throws Exception {
        try (Holdfast holdfast = Holdfast.open(store)) {
            State plan = holdfast.open(StateSpec.named("plan"));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Future<Integer> watching = Crowd.start(() -> Cli.run(
                    shell.surroundings(out, new ByteArrayOutputStream()),
                    "watch",
                    "@plan",
                    "--from",
                    "1",
                    "--json",
                    "--store",
                    store));
            await().until(() -> lines(out).size() == 1);
            plan.write(w -> w.set("a", 1).note("first"));
            await().until(() -> lines(out).size() == 2);
            plan.erase(null);

            assertThat(Crowd.join(watching)).isZero();
            List<JsonObject> events = lines(out).stream()
                    .map(line -> (JsonObject) Json.parse(line))
                    .toList();
            assertThat(events.get(0).string("type")).isEqualTo("created");
            assertThat(events.get(1).string("type")).isEqualTo("written");
            assertThat(events.get(1).get("keys")).isEqualTo(JsonArray.of(Json.of("a")));
            assertThat(events.get(1).string("note")).isEqualTo("first");
        }
    }

    private static List<String> lines(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void watch_ofAKeyPassesOverTheOthers() {
        try (Holdfast holdfast = Holdfast.open(store)) {
            State plan = holdfast.open(StateSpec.named("plan"));
            plan.write(w -> w.set("a", 1));
            plan.write(w -> w.set("b", 1));
            plan.write(w -> w.set("a", 2));

            Shell.Result watched = watch("--from", "1", "--key", "a", "--max", "2");

            assertThat(watched.out().lines()).hasSize(2);
            assertThat(watched.out().lines().toList()).first().asString().matches(" +2 .*written +\\[\"a\"]");
            assertThat(watched.out().lines().toList()).last().asString().startsWith("     4  ");
        }
    }

    @Test
    void watch_saysWhatIsNoLongerKept() {
        try (Holdfast holdfast = Holdfast.open(store)) {
            State plan = holdfast.open(StateSpec.named("plan").keep(Keep.revisions(1)));
            plan.write(w -> w.set("a", 1));
            plan.write(w -> w.set("a", 2));
            plan.compact();

            Shell.Result watched = watch("--from", "1", "--max", "1");

            assertThat(watched.err()).contains("compacted");
            assertThat(watched.out()).startsWith("     3  ");
        }
    }

    @Test
    void watch_refusesWhatMakesNoSense() {
        assertThat(watch().code()).isEqualTo(4);
        assertThat(watch("--max", "0").err()).contains("--max");
        assertThat(watch("--from", "0").err()).contains("--from");
    }
}
