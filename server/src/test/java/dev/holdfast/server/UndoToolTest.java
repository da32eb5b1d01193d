package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;
import static dev.holdfast.server.Harness.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"memory", "sqlite"})
final class UndoToolTest {
    private final Harness tools;
    private final String handle;

    UndoToolTest(String kind, @TempDir Path folder) {
        this.tools = Harness.on(kind, folder);
        this.handle = tools.open("{'a':1}");
        write("'set':{'a':2},'note':'second'");
        write("'set':{'b':3}");
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void undo_takesTheLastChangeBackAndSaysWhich() {
        JsonObject answer = undo("");

        assertThat(tools.document(handle)).isEqualTo(value("{'a':2}"));
        assertThat(answer.get("changed")).isEqualTo(value("['b']"));
        assertThat(answer.get("deleted")).isEqualTo(value("['b']"));
        assertThat(answer.has("values")).isFalse();
        JsonObject reverted =
                (JsonObject) Objects.requireNonNull(answer.array("reverted")).get(0);
        assertThat(reverted.get("revision")).isEqualTo(Json.of(3));
        assertThat(reverted.string("actor")).isEqualTo("local/test");
        assertThat(reverted.get("keys")).isEqualTo(value("['b']"));
        assertThat(answer.string("op")).isNotBlank();
    }

    @Test
    void undo_takesStepsBackAndRedoBringsThemBack() {
        JsonObject undone = undo(",'steps':2");
        assertThat(Objects.requireNonNull(undone.array("reverted")).size()).isEqualTo(2);
        assertThat(undone.toString()).contains("second");
        assertThat(tools.document(handle)).isEqualTo(value("{'a':1}"));

        JsonObject redone = undo(",'redo':true,'steps':2,'op':'again'");

        assertThat(redone.get("values")).isEqualTo(value("{'a':2,'b':3}"));
        assertThat(redone.has("deleted")).isFalse();
        assertThat(undo(",'redo':true,'steps':2,'op':'again'").get("values")).isEqualTo(redone.get("values"));
        assertThat(tools.document(handle)).isEqualTo(value("{'a':2,'b':3}"));
    }

    @Test
    void undo_restoresARevision() {
        JsonObject answer = undo(",'to_revision':1");

        assertThat(tools.document(handle)).isEqualTo(value("{'a':1}"));
        assertThat(answer.get("changed")).isEqualTo(value("['a','b']"));
    }

    @Test
    void undo_ofOneRevisionLeavesLaterOnes() {
        undo(",'revision':2");

        assertThat(tools.document(handle)).isEqualTo(value("{'a':1,'b':3}"));
    }

    @Test
    void undo_ofWhatChangedSinceIsAConflict() {
        write("'set':{'a':7}");

        JsonObject failure = refused(",'revision':2", "conflict");

        assertThat(failure.toString()).contains(json("'revision':4")).contains("local/test");
        assertThat(tools.document(handle)).isEqualTo(value("{'a':7,'b':3}"));
    }

    @Test
    void ifRevision_guards() {
        refused(",'if_revision':2", "conflict");
        undo(",'if_revision':3");
    }

    @Test
    void op_makesARetryTheSameUndo() {
        JsonObject first = undo(",'op':'u1'");
        JsonObject again = undo(",'op':'u1'");

        assertThat(again.get("replayed")).isEqualTo(JsonBoolean.TRUE);
        assertThat(again.get("revision")).isEqualTo(first.get("revision"));
        assertThat(tools.document(handle)).isEqualTo(value("{'a':2}"));
        refused(",'op':'u1','steps':2", "op_reused");
    }

    @Test
    void nulls_areAbsentArguments() {
        undo(",'steps':null,'redo':null,'to_revision':null,'revision':null,'if_revision':null,'op':null");

        assertThat(tools.document(handle)).isEqualTo(value("{'a':2}"));
    }

    @Test
    void nonsense_isRefused() {
        refused(",'steps':0", "invalid");
        refused(",'steps':1,'to_revision':1", "invalid");
        refused(",'revision':1,'to_revision':1", "invalid");
        refused(",'redo':true,'revision':1", "invalid");
        refused(",'redo':'yes'", "invalid");
        refused(",'to_revision':99", "invalid");
        tools.refused("state_undo", "{'handle':'@nobody'}", "not_found");
    }

    private JsonObject undo(String more) {
        return tools.call("state_undo", "{'handle':'" + handle + "'" + more + "}");
    }

    private JsonObject refused(String more, String code) {
        return tools.refused("state_undo", "{'handle':'" + handle + "'" + more + "}", code);
    }

    private void write(String operations) {
        tools.call("state_write", "{'handle':'" + handle + "'," + operations + "}");
    }
}
