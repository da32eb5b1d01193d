package dev.holdfast.testkit.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.engine.custody.AnchorCheck;
import dev.holdfast.engine.custody.Anchored;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.testkit.ForwardingLog;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An anchor of an audited store shows what was removed from its audit log, where no chain does. */
public interface AnchoredAuditContract extends AuditFixture {
    @Test
    default void segmentThatWasRemoved_showsAgainstTheAnchor() throws IOException {
        StringBuilder anchor = new StringBuilder();
        try (Holdfast holdfast = audited()) {
            holdfast.as(Principal.of("anna")).open(StateSpec.unnamed()).state().read();
            Anchored anchored = holdfast.anchor(anchor, null, Progress.NONE);
            assertThat(anchored.damages()).isEmpty();
            assertThat(anchored.states()).isEqualTo(anchor.toString().split("\"hash\"", -1).length - 1);
            AuditFixture.entries(holdfast, AuditQuery.ALL);
            AnchorCheck met = check(holdfast, anchor.toString());
            assertThat(met.damages()).isEmpty();
            assertThat(met.states()).isEqualTo(anchored.states());
        }
        StateId segment = segment();
        Auditing without = Auditing.in(() -> new Without(openAudit(), segment));
        try (Holdfast holdfast = engine(open()).audited(without).open()) {
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
            assertThat(check(holdfast, anchor.toString()).damages())
                    .singleElement()
                    .extracting(Damage::state)
                    .isEqualTo(segment);
        }
    }

    @Test
    default void anchorOfAnAuditedStore_isNotMetInPart() throws IOException {
        StringBuilder anchor = new StringBuilder();
        try (Holdfast holdfast = audited()) {
            holdfast.as(Principal.of("anna")).open(StateSpec.unnamed()).state().read();
            holdfast.anchor(anchor, null, Progress.NONE);
            String first = anchor.substring(0, anchor.indexOf("{\"anchor\"", 1));
            assertThatThrownBy(() -> check(holdfast, first)).hasMessageContaining("cut short");
            holdfast.endAudit(AUDITOR);
        }
        try (Holdfast holdfast = engine(open()).open()) {
            assertThatThrownBy(() -> check(holdfast, anchor.toString())).hasMessageContaining("--audit");
        }
    }

    private StateId segment() {
        try (CommitLog log = openAudit()) {
            List<StateId> found = new ArrayList<>();
            for (int shard = 0; shard < log.info().shards(); shard++) {
                log.list(shard, HeaderFilter.ALL, null, 100).states().stream()
                        .map(StatePage.Listed::id)
                        .filter(id -> id.value().startsWith("au_"))
                        .forEach(found::add);
            }
            return found.getFirst();
        }
    }

    private static AnchorCheck check(Holdfast holdfast, String anchor) throws IOException {
        return holdfast.checkAnchor(new StringReader(anchor), null, Progress.NONE);
    }

    /** A log from which a state was removed without a trace. */
    final class Without extends ForwardingLog {
        private final StateId removed;

        Without(CommitLog log, StateId removed) {
            super(log);
            this.removed = removed;
        }

        @Override
        public Head head(StateId id, Consistency consistency) {
            return id.equals(removed) ? Head.ABSENT : super.head(id, consistency);
        }

        @Override
        public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
            StatePage page = super.list(shard, filter, after, max);
            return new StatePage(
                    page.states().stream()
                            .filter(listed -> !listed.id().equals(removed))
                            .toList(),
                    page.next());
        }
    }
}
