package dev.holdfast.engine.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Merge;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Merging documents key by key. */
final class ThreeWayTest {
    private static final Set<String> NONE = Set.of();

    /** One key on all sides and in the result: a letter for its value, or - for absent. */
    @ParameterizedTest
    @CsvSource({
        "a,a,a,a", "a,a,b,b", "a,b,a,b", "a,b,b,b", "a,a,-,-", "a,-,a,-", "a,-,-,-", "-,-,b,b", "-,b,-,b", "-,b,b,b",
    })
    void merge_takesWhatOneSideChanged(String base, String ours, String theirs, String merged) {
        ThreeWay result = ThreeWay.merge(List.of(document(base)), document(ours), document(theirs), NONE, null);

        assertThat(result.conflicts()).isEmpty();
        assertThat(result.document()).isEqualTo(document(merged));
        assertThat(result.taken().isEmpty()).isEqualTo(ours.equals(merged));
        assertThat(result.news()).isEqualTo(!base.equals(theirs));
    }

    @ParameterizedTest
    @CsvSource({"a,b,c", "a,-,c", "a,b,-", "-,b,c"})
    void merge_ofDifferentChangesIsAConflict(String base, String ours, String theirs) {
        for (Merge.@Nullable Prefer prefer :
                new Merge.@Nullable Prefer[] {null, Merge.Prefer.OURS, Merge.Prefer.THEIRS}) {
            ThreeWay result = ThreeWay.merge(List.of(document(base)), document(ours), document(theirs), NONE, prefer);

            assertThat(result.conflicts()).containsExactly("k");
            assertThat(result.document()).isEqualTo(document(prefer == Merge.Prefer.THEIRS ? theirs : ours));
        }
    }

    /** With two common documents, either may be the one that was changed, so only values equal in both are common. */
    @ParameterizedTest
    @CsvSource({"a,b,b,a", "a,b,a,b", "a,b,c,b", "a,b,b,c", "a,-,-,a"})
    void merge_ofWhatTwoBasesDisagreeOnIsAConflict(String one, String other, String ours, String theirs) {
        ThreeWay result =
                ThreeWay.merge(List.of(document(one), document(other)), document(ours), document(theirs), NONE, null);

        assertThat(result.conflicts()).containsExactly("k");
    }

    @Test
    void merge_leavesIgnoredKeysAlone() {
        ThreeWay result =
                ThreeWay.merge(List.of(document("a")), document("a"), document("b"), Set.of("k"), Merge.Prefer.THEIRS);

        assertThat(result.document()).isEqualTo(document("a"));
        assertThat(result.news()).isFalse();
    }

    @Test
    void merge_countsAKeyAsAWhole() {
        JsonObject base = JsonObject.of("k", JsonObject.of("x", Json.of(1), "y", Json.of(1)));
        JsonObject ours = JsonObject.of("k", JsonObject.of("x", Json.of(2), "y", Json.of(1)));
        JsonObject theirs = JsonObject.of("k", JsonObject.of("x", Json.of(1), "y", Json.of(2)));

        assertThat(ThreeWay.merge(List.of(base), ours, theirs, NONE, null).conflicts())
                .containsExactly("k");
    }

    private static JsonObject document(String value) {
        JsonObject other = JsonObject.of("other", Json.of(1));
        return value.equals("-") ? other : other.with("k", Json.of(value));
    }
}
