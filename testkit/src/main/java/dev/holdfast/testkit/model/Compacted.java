package dev.holdfast.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks a request refused because history was compacted: it must need history that may be gone, and have no other
 * reason to be refused.
 */
record Compacted(ModelledFamily family, String actor) {
    void check(String place, ModelledState state, Ask ask) {
        switch (ask) {
            case Ask.ToUndo undo -> {
                state.fireIfDueOrAhead();
                assertThat(state.read(actor)).as(place).isNull();
                long needed = new ModelledUndo(state, actor, undo).oldestNeeded();
                assertThat(needed).as(place).isLessThanOrEqualTo(state.facts.compactable);
            }
            case Ask.ToMerge merge -> {
                assertThat(family.beforehand(state, actor, merge)).as(place).isNull();
                ModelledState from = family.state(merge.from());
                assertThat(from).as(place).isNotNull();
                assertThat(state.facts.compactable + (from == null ? 0 : from.facts.compactable))
                        .as(place)
                        .isPositive();
            }
            case Ask.ToHave have -> {
                Ask.ToHave.Source source = have.source();
                ModelledState of = source == null ? null : family.state(source.handle());
                Long revision = source == null ? null : source.revision();
                assertThat(of).as(place).isNotNull();
                assertThat(revision).as(place).isNotNull().isLessThanOrEqualTo(of == null ? 0 : of.facts.compactable);
            }
            default -> throw new AssertionError(place + " needs no history");
        }
    }
}
