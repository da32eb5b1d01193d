package dev.holdfast.testkit;

import dev.holdfast.engine.Holdfast;
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

    /** An engine on a client of the store: in clear, unless a fixture says otherwise. */
    default Holdfast.Builder engine(CommitLog log) {
        return Holdfast.on(log);
    }
}
