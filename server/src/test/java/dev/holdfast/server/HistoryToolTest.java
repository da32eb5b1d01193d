package dev.holdfast.server;

import static dev.holdfast.server.Harness.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Progress;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"memory", "sqlite"})
final class HistoryToolTest {
    private final Harness tools;
    private final String handle;

    HistoryToolTest(String kind, @TempDir Path folder) {
        this.tools = Harness.on(kind, folder);
        this.handle = tools.open("{'a':1}");
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void events_tellWhoChangedWhatAndWhy() {
        write("'set':{'a':2},'note':'as asked'");
        tools.call("state_undo", "{'handle':'" + handle + "'}");

        JsonObject answer = history("");

        assertThat(answer.get("revision")).isEqualTo(Json.of(3));
        assertThat(answer.has("cursor")).isFalse();
        List<JsonObject> events = events(answer);
        assertThat(events).extracting(event -> event.string("type")).containsExactly("created", "written", "undone");
        JsonObject written = events.get(1);
        assertThat(written.string("actor")).isEqualTo("local/test");
        assertThat(written.string("note")).isEqualTo("as asked");
        assertThat(written.get("patch")).isEqualTo(value("[{'op':'replace','path':'/a','value':2}]"));
        assertThat(events.get(2).get("cause")).isEqualTo(value("{'undoes':[2]}"));
        assertThat(answer.string("op")).isNotBlank();
    }

    @Test
    void events_tellWhatAValueWas() {
        write("'set':{'a':2,'o':{'x':[1,2,3]}}");
        write("'set':{'/o/x/1':9},'delete':['a']");
        write("'patch':[{'op':'remove','path':'/o/x/0'},{'op':'remove','path':'/o/x/0'}]");
        write("'set':{'o':'" + "x".repeat(300) + "'}");
        write("'set':{'o':1}");

        List<JsonObject> events = events(history(",'from_revision':2"));

        assertThat(events.get(0).get("was")).isEqualTo(value("{'/a':1}"));
        assertThat(events.get(1).get("was")).isEqualTo(value("{'/a':2,'/o/x/1':2}"));
        assertThat(events.get(3).get("was")).isEqualTo(value("{'/o':{'x':[3]}}"));
        assertThat(events.get(4).has("was")).as("it is long").isFalse();
        assertThat(events(history("")).get(0).has("was")).isFalse();
        assertThat(events(history(",'key':'a','from_revision':3")).get(0).get("was"))
                .isEqualTo(events.get(1).get("was"));
    }

    @Test
    void events_areThoseOfARangeOfTime() {
        Instant before = Instant.now().minusSeconds(60);
        write("'set':{'b':1}");
        JsonObject first = events(history(",'from_revision':2")).get(0);
        while (!Instant.now().isAfter(Instant.parse(first.string("at")).plusMillis(1))) {
            Thread.onSpinWait();
        }
        write("'set':{'b':2}");
        String at = first.string("at");
        String later = events(history(",'from_revision':3")).get(0).string("at");

        assertThat(revisions(history(",'from_time':'" + before + "'"))).containsExactly(1L, 2L, 3L);
        assertThat(revisions(history(",'from_time':'" + later + "'"))).containsExactly(3L);
        assertThat(revisions(history(",'to_time':'" + at + "','from_revision':2")))
                .containsExactly(2L);
        assertThat(revisions(history(",'from_time':'2200-01-01T00:00:00Z'"))).isEmpty();
        assertThat(history(",'diff':true,'from_time':'" + at + "','to_time':'" + later + "'")
                        .get("diff"))
                .isEqualTo(value("{'b':[{'op':'replace','path':'/b','value':2}]}"));
        refuse(",'from_time':'" + at + "','from_revision':1");
        refuse(",'to_time':'" + at + "','to_revision':1");
        refuse(",'to_time':'soon'");
        refuse(",'to_time':'" + before + "'");
    }

    private void refuse(String arguments) {
        tools.refused("state_history", "{'handle':'" + handle + "'" + arguments + "}", "invalid");
    }

    @Test
    void events_areThoseOfARangeAndAKey() {
        write("'set':{'b':1}");
        write("'set':{'a':2}");
        write("'set':{'b':2}");

        assertThat(revisions(history(",'from_revision':2,'to_revision':3"))).containsExactly(2L, 3L);
        assertThat(revisions(history(",'key':'b'"))).containsExactly(2L, 4L);
        assertThat(revisions(history(",'key':'b','from_revision':3"))).containsExactly(4L);
        assertThat(revisions(history(",'key':'none'"))).isEmpty();
        assertThat(revisions(history(",'from_revision':9"))).isEmpty();
    }

    @Test
    void events_comeInPagesThatMissNothing() {
        for (int i = 0; i < 120; i++) {
            write("'increment':{'n':1}");
        }

        List<Long> seen = new ArrayList<>();
        int pages = 0;
        String cursor = null;
        do {
            JsonObject page = history(cursor == null ? "" : ",'cursor':'" + cursor + "'");
            seen.addAll(revisions(page));
            cursor = page.string("cursor");
            pages++;
        } while (cursor != null);

        assertThat(seen).hasSize(121).isSorted().doesNotHaveDuplicates();
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void events_ofARareKeyAreFoundFarApart() {
        try (Harness many = Harness.inMemory()) {
            String state = many.open("{}");
            for (int i = 0; i < EventPage.MOST_EXAMINED + 10; i++) {
                many.call("state_write", "{'handle':'" + state + "','increment':{'n':1}}");
            }
            many.call("state_write", "{'handle':'" + state + "','set':{'rare':1}}");

            String rare = "{'handle':'" + state + "','key':'rare'";
            JsonObject first = many.call("state_history", rare + "}");
            JsonObject second = many.call("state_history", rare + ",'cursor':'" + first.string("cursor") + "'}");

            assertThat(revisions(first)).isEmpty();
            assertThat(revisions(second)).containsExactly(EventPage.MOST_EXAMINED + 12L);
            assertThat(second.has("cursor")).isFalse();
        }
    }

    @Test
    void longPatches_areLeftOutAndTheirLengthTold() {
        write("'set':{'long':'" + "x".repeat(20_000) + "'}");
        for (int i = 0; i < 9; i++) {
            write("'set':{'medium':'" + i + "x".repeat(3_000) + "'}");
        }

        JsonObject first = history("");
        JsonObject second = history(",'cursor':'" + first.string("cursor") + "'");

        JsonObject event = events(first).get(1);
        assertThat(event.has("patch")).isFalse();
        assertThat(event.get("patch_bytes")).isEqualTo(Json.of(20_040));
        assertThat(first.canonicalSize()).isLessThan(20_000);
        assertThat(revisions(first).size() + revisions(second).size()).isEqualTo(11);
    }

    @Test
    void diff_comparesTwoRevisions() {
        write("'set':{'a':2,'b':{'c':1}}");
        write("'set':{'/b/c':2}");
        write("'delete':['a']");

        JsonObject diff = history(",'diff':true,'from_revision':2,'to_revision':4");
        JsonObject last = history(",'diff':true");
        JsonObject ofKey = history(",'diff':true,'from_revision':1,'key':'a'");

        assertThat(diff.get("diff"))
                .isEqualTo(value("{'a':[{'op':'remove','path':'/a'}],'b':[{'op':'replace','path':'/b/c','value':2}]}"));
        assertThat(last.get("from_revision")).isEqualTo(Json.of(3));
        assertThat(last.get("to_revision")).isEqualTo(Json.of(4));
        assertThat(last.get("diff")).isEqualTo(value("{'a':[{'op':'remove','path':'/a'}]}"));
        assertThat(ofKey.get("diff")).isEqualTo(value("{'a':[{'op':'remove','path':'/a'}]}"));
    }

    @Test
    void longDiffs_comeInPagesOfTheSameRevisions() {
        for (String key : List.of("b", "c", "d")) {
            write("'set':{'" + key + "':'" + "x".repeat(9_000) + "'}");
        }
        write("'set':{'huge':'" + "x".repeat(30_000) + "'}");

        JsonObject first = history(",'diff':true,'from_revision':1");
        write("'delete':['c']");
        JsonObject second = history(",'diff':true,'from_revision':1,'cursor':'" + first.string("cursor") + "'");

        assertThat(Objects.requireNonNull(first.object("diff")).keys()).containsExactly("b");
        assertThat(Objects.requireNonNull(first.object("omitted")).keys()).contains("c", "d", "huge");
        assertThat(second.get("to_revision")).isEqualTo(Json.of(5));
        assertThat(Objects.requireNonNull(second.object("diff")).keys()).containsExactly("c");
    }

    @Test
    void history_thatIsNotKeptSaysSo() {
        tools.call("state_open", "{'handle':'" + handle + "','keep':{'revisions':1}}");
        write("'set':{'a':2}");
        write("'set':{'a':3}");
        assertThat(tools.holdfast().compact(Progress.NONE).events()).isPositive();

        assertThat(revisions(history(""))).containsExactly(4L);
        tools.refused("state_history", "{'handle':'" + handle + "','from_revision':1}", "compacted");
        tools.refused("state_history", "{'handle':'" + handle + "','diff':true,'from_revision':1}", "compacted");
    }

    @Test
    void nonsense_isRefused() {
        tools.refused("state_history", "{'handle':'@nobody'}", "not_found");
        tools.refused("state_history", "{'handle':'" + handle + "','from_revision':0}", "invalid");
        tools.refused("state_history", "{'handle':'" + handle + "','cursor':'x'}", "invalid");
        tools.refused("state_history", "{'handle':'" + handle + "','diff':true,'cursor':'x'}", "invalid");
        tools.refused("state_history", "{'handle':'" + handle + "','diff':true,'to_revision':7}", "invalid");
    }

    private JsonObject history(String more) {
        return tools.call("state_history", "{'handle':'" + handle + "'" + more + "}");
    }

    private void write(String operations) {
        tools.call("state_write", "{'handle':'" + handle + "'," + operations + "}");
    }

    private static List<JsonObject> events(JsonObject answer) {
        JsonArray events = Objects.requireNonNull(answer.array("events"));
        return events.stream().map(JsonObject.class::cast).toList();
    }

    private static List<Long> revisions(JsonObject answer) {
        return events(answer).stream()
                .map(event -> number(event.get("revision")))
                .toList();
    }

    private static long number(@Nullable Json json) {
        return Long.parseLong(Objects.requireNonNull(json).toString());
    }
}
