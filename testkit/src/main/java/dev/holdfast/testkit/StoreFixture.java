package dev.holdfast.testkit;

import dev.holdfast.engine.spi.CommitLog;

/**
 * The store that a contract is run on. One instance means one store, which may be shared with other tests: they use new
 * ids, and ignore everything else in the store.
 */
public interface StoreFixture {
    /** Opens another client of the store. The test closes it. */
    CommitLog open();

    /** Opens the store after all its clients were closed, as a new process would. Called only for durable stores. */
    default CommitLog reopen() {
        return open();
    }
}
