package dev.holdfast.engine;

import dev.holdfast.engine.custody.SealedHistory;
import dev.holdfast.engine.custody.Vault;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.Optional;

/** The keys of an encrypted store: for operators, who act for no principal. Safe for use by many threads. */
public final class EncryptionKeys {
    private final Engine engine;

    EncryptionKeys(Engine engine) {
        this.engine = engine;
    }

    /**
     * The vault that has the store's keys; empty if the store is not encrypted.
     *
     * @throws StoreUnavailableException if the vault cannot be read
     */
    public Optional<Vault> vault() {
        return engine.history()
                .stored()
                .sealing()
                .head()
                .map(head -> new Vault(head.id(), head.masterKey(), head.generation()));
    }

    /**
     * Gives every state of an encrypted store a new key, which it gets when it is next written to. What is stored by
     * then stays sealed with its old keys. Other processes follow with their next commit; nothing waits.
     *
     * @throws IllegalStateException if the store is not encrypted
     * @throws StoreUnavailableException if the vault cannot be written to
     */
    public void renew() {
        engine.history().stored().sealing().renewKeys();
    }

    /**
     * Seals what was stored before the store was encrypted. Events cannot be sealed later without changing their
     * hashes, so they are folded into a sealed base: the history before it is gone. Each state is a step of its own; a
     * call that was cut short is made again. Other callers go on meanwhile.
     *
     * @throws IllegalStateException if the store is not encrypted
     * @throws StoreUnavailableException if store or vault cannot be used
     */
    public SealedHistory sealHistory(Progress progress) {
        return engine.encrypting().all(progress);
    }

    /**
     * Gives the vault of an encrypted store to another master key: from now on it is opened with that one alone. It is
     * one durable step, whatever the number of states. Processes that have the store open go on working.
     *
     * @throws IllegalStateException if the store is not encrypted
     * @throws StoreUnavailableException if the vault cannot be written to, or the service that keeps the key refuses
     */
    public void changeMasterKey(MasterKey next) {
        engine.history().stored().sealing().giveTo(next);
    }

    @Override
    public String toString() {
        return "EncryptionKeys[of " + engine.log().info().id() + "]";
    }
}
