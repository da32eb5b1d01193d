package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The list of tools is paid for in every conversation. */
final class TokenBudgetTest {
    private static final int MOST_TOKENS = 1_650;
    private static final int MOST_TOKENS_OF_MACHINE = 250;
    private static final int MOST_TOKENS_OF_APPROVAL = 220;
    private static final int MOST_TOKENS_OF_WORKFLOW = 800;
    private static final int MOST_TOKENS_OF_ALL = 3_420;
    private static final int MOST_TOOLS = 9;

    private final Harness tools = Harness.inMemory();

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void coreProfile_staysWithinItsBudget() {
        assertThat(listed(false).size()).isLessThanOrEqualTo(MOST_TOOLS);
        assertThat(tokens(listed(false))).isLessThanOrEqualTo(MOST_TOKENS);
    }

    @Test
    void everyTool_togetherStaysWithinItsBudget() {
        assertThat(tokens(listed(Profile.ALL, false))).isLessThanOrEqualTo(MOST_TOKENS_OF_ALL);
    }

    @Test
    void approval_staysWithinItsBudget() {
        int more = tokens(listed(Profile.parse("approval").orElseThrow(), false)) - tokens(listed(false));
        assertThat(more).isLessThanOrEqualTo(MOST_TOKENS_OF_APPROVAL);
    }

    @Test
    void workflow_staysWithinItsBudget() {
        int more = tokens(listed(Profile.parse("workflow").orElseThrow(), false)) - tokens(listed(false));
        assertThat(more).isLessThanOrEqualTo(MOST_TOKENS_OF_WORKFLOW);
    }

    @Test
    void machine_staysWithinItsBudget() {
        int more = tokens(listed(Profile.parse("machine").orElseThrow(), false)) - tokens(listed(false));
        assertThat(more).isLessThanOrEqualTo(MOST_TOKENS_OF_MACHINE);
    }

    @Test
    void coreProfile_showsExactlyItsTools() {
        assertThat(listed(false).stream().map(tool -> ((JsonObject) tool).string("name")))
                .containsExactly(
                        "state",
                        "state_open",
                        "state_read",
                        "state_write",
                        "state_list",
                        "state_wait",
                        "state_undo",
                        "state_close");
    }

    @Test
    void outputSchemas_areShownOnRequest() {
        assertThat(listed(false).toString()).doesNotContain("outputSchema");
        assertThat(listed(true).stream().allMatch(tool -> ((JsonObject) tool).has("outputSchema")))
                .isTrue();
    }

    private static int tokens(JsonArray listed) {
        Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
        return encoding.countTokens(listed.toString());
    }

    private JsonArray listed(boolean outputSchemas) {
        return listed(Profile.CORE, outputSchemas);
    }

    private JsonArray listed(Profile profile, boolean outputSchemas) {
        JsonObject answer = new StdioSession(StateServer.over(tools.holdfast(), profile, "0", outputSchemas))
                .ask("tools/list", JsonObject.EMPTY);
        return Objects.requireNonNull(
                Objects.requireNonNull(answer.object("result")).array("tools"));
    }

    @Test
    void annotations_sayWhichToolsOnlyLook() {
        assertThat(listed(false).stream()
                        .map(JsonObject.class::cast)
                        .filter(tool -> Json.of(true)
                                .equals(Objects.requireNonNull(tool.object("annotations"))
                                        .get("readOnlyHint")))
                        .map(tool -> tool.string("name")))
                .containsExactly("state_read", "state_list", "state_wait");
    }
}
