package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestNameTest {
    @ParameterizedTest
    @CsvSource({
        "handel,handle",
        "if_rev,if_revision",
        "ifRevision,if_revision",
        "deleted,delete",
        "merge_patch,merge",
        "addToSet,add_to_set",
        "incr,increment",
        "notes,note",
        "Set,set"
    })
    void to_findsWhatWasMeant(String asked, String meant) {
        List<String> known = List.of(
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

        assertThat(NearestName.to(asked, known)).isEqualTo(meant);
    }
}
