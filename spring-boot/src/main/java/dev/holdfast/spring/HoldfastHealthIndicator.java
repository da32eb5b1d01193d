package dev.holdfast.spring;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.spi.StoreInfo;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while the store lets this program write; no state is written for it. */
final class HoldfastHealthIndicator extends AbstractHealthIndicator {
    private final Holdfast holdfast;

    HoldfastHealthIndicator(Holdfast holdfast) {
        super("the store of Holdfast is not available");
        this.holdfast = holdfast;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        holdfast.tryTurn();
        StoreInfo store = holdfast.store();
        health.up().withDetail("store", store.stateType()).withDetail("durability", store.durability());
        if (!store.damages().isEmpty()) {
            health.down().withDetail("damages", store.damages());
        }
    }
}
