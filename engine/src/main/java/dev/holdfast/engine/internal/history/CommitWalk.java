package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import java.util.function.Consumer;

/** Visits what is stored of one state, page by page, as it is stored: its base, if it has one, and its commits. */
public final class CommitWalk {
    private static final int PAGE_COMMITS = 1_000;
    private static final int PAGE_BYTES = 4 << 20;

    private CommitWalk() {}

    /** Visits all there is; nothing of a state that is absent or erased. */
    public static void of(CommitLog log, StateId id, Consumer<Base> base, Consumer<Commit> commit) {
        long next = 1;
        CommitPage page;
        do {
            page = log.read(id, next, PAGE_COMMITS, PAGE_BYTES, Consistency.LINEARIZABLE);
            if (page.base() != null) {
                base.accept(page.base());
                next = page.base().revision() + 1;
            }
            page.commits().forEach(commit);
            next = page.commits().isEmpty() ? next : page.commits().getLast().revision() + 1;
        } while (page.more());
    }
}
