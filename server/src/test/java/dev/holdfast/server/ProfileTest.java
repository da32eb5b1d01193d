package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProfileTest {
    private static List<String> tools(String names) {
        return Profile.parse(names).orElseThrow().tools().stream()
                .map(tool -> tool.spec().name())
                .toList();
    }

    @Test
    void profiles_addToTheCore() {
        List<String> core = tools("core");

        assertThat(core).hasSize(8).doesNotContain("state_history", "state_share", "state_lease");
        assertThat(tools("history")).startsWith(core.toArray(String[]::new)).endsWith("state_history", "state_merge");
        assertThat(tools("share")).startsWith(core.toArray(String[]::new)).endsWith("state_share");
        assertThat(tools("lease,share")).hasSize(10).endsWith("state_share", "state_lease");
        assertThat(tools("approval")).hasSize(10).endsWith("state_ask", "state_answer");
        assertThat(tools("all")).containsAll(tools("lease,history,share,approval"));
    }

    @Test
    void lease_isAnArgumentOfWritesOnlyWhereThereAreLeases() {
        assertThat(argumentsOfWrites("core")).doesNotContain("lease").contains("set", "if_revision");
        assertThat(argumentsOfWrites("history,share")).doesNotContain("lease");
        assertThat(argumentsOfWrites("lease")).contains("lease");
        assertThat(argumentsOfWrites("all")).contains("lease");
    }

    @Test
    void question_isAnArgumentOfWaitsOnlyWhereThereAreQuestions() {
        assertThat(arguments("state_wait", "core,history,share,lease"))
                .doesNotContain("question")
                .contains("until");
        assertThat(arguments("state_wait", "approval")).contains("question");
        assertThat(arguments("state_wait", "all")).contains("question");
    }

    private static Set<String> argumentsOfWrites(String names) {
        return arguments("state_write", names);
    }

    private static Set<String> arguments(String tool, String names) {
        return Profile.parse(names).orElseThrow().tools().stream()
                .map(StateTool::spec)
                .filter(spec -> spec.name().equals(tool))
                .map(spec -> Objects.requireNonNull(spec.input().object("properties"))
                        .keys())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void names_areThoseThatAreKnown() {
        for (String name : Profile.names().split(", ", -1)) {
            assertThat(Profile.parse(name)).isPresent();
        }
        assertThat(Profile.parse("everything")).isEmpty();
        assertThat(Profile.parse("share,")).isEmpty();
        assertThat(Profile.parse("lease").orElseThrow()).hasToString("lease");
        assertThat(Profile.CORE).hasToString("core");
    }
}
