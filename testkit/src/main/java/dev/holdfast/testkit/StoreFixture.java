package dev.holdfast.testkit;

import dev.holdfast.engine.spi.CommitLog;

/**
 * The store that a contract is tried on. One instance stands for one store, which may be shared with other tests: these
 * use fresh ids, and ignore what else they find.
 */
public interface StoreFixture {
    /** Opens a further client of the store. The test closes it. */
    CommitLog open();

    /** Opens the store after all its clients were closed, as a new process would. Only called for stores that keep. */
    default CommitLog reopen() {
        return open();
    }
}
