package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.log.KeyVaultContract;
import org.junit.jupiter.api.Test;

final class PostgresVaultTest implements KeyVaultContract {
    private final String vault = PostgresUnderTest.newSchema();

    @Override
    public KeyVault openVault() {
        return PostgresVault.open(vault);
    }

    @Test
    void schemaOfAStore_isNoVault_andTheOtherWayRound() {
        String store = PostgresUnderTest.newStore(1);
        PostgresUnderTest.open(store).close();
        assertThatThrownBy(() -> PostgresVault.open(store.replace("&shards=1", "")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("holds a store, not a vault");
        openVault().close();
        assertThatThrownBy(() -> PostgresUnderTest.open(vault))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("holds a vault, not a store");
    }

    @Test
    void vaultOfAStore_isNeverGuessed() {
        assertThatThrownBy(() -> new PostgresProvider().openVault("postgresql://db/state"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("--vault");
    }
}
