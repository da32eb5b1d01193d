package dev.holdfast.testkit;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.MasterKeys;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.MasterKey;

/** A store on which a contract is run with encryption: what holds without it holds with it. */
public interface EncryptedFixture extends StoreFixture {
    /** The master key of every vault of a test. */
    MasterKey MASTER = MasterKeys.parse("00".repeat(31) + "01");

    /** Opens another client of the vault that has the keys of the store. The engine closes it. */
    KeyVault vault();

    @Override
    default Holdfast.Builder engine(CommitLog log) {
        return Holdfast.on(log).encrypted(MASTER, vault());
    }
}
