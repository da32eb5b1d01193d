package dev.holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NearestNameTest {
    private static final List<String> KNOWN = List.of(
            "handle",
            "set",
            "merge",
            "patch",
            "increment",
            "append",
            "add_to_set",
            "delete",
            "if_revision",
            "op",
            "note");

    @ParameterizedTest
    @CsvSource({
        "handel,handle",
        "if_revison,if_revision",
        "ifRevision,if_revision",
        "deleted,delete",
        "addToSet,add_to_set",
        "incremented,increment",
        "notes,note",
        "Set,set"
    })
    void of_findsWhatWasMeant(String asked, String meant) {
        assertThat(NearestName.of(asked, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"if_rev", "incr", "merge_patch", "append_all", "wait_for_previous", "settings", ""})
    void of_doesNotTakeABeginningForNear(String asked) {
        assertThat(NearestName.of(asked, List.of("if_revision", "increment", "merge", "append", "set")))
                .isEmpty();
    }
}
