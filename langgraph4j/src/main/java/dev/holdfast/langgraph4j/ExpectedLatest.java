package dev.holdfast.langgraph4j;

import java.util.concurrent.atomic.AtomicLong;
import org.bsc.langgraph4j.RunnableConfig;
import org.jspecify.annotations.Nullable;

/** The revision of a thread that one run has seen last. It travels with the configuration of the run. */
final class ExpectedLatest {
    static final String KEY = "holdfast-expected-latest";

    private final AtomicLong revision;

    /** @param revision 0 if the thread did not exist */
    ExpectedLatest(long revision) {
        this.revision = new AtomicLong(revision);
    }

    static @Nullable ExpectedLatest of(RunnableConfig config) {
        return config.metadata(KEY).orElse(null) instanceof ExpectedLatest expected ? expected : null;
    }

    /** A thread that did not exist was created at its revision 1, which has no checkpoint. */
    long revision() {
        return Math.max(1, revision.get());
    }

    void moveTo(long written) {
        revision.set(written);
    }
}
