package dev.holdfast.spring;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.telemetry.StateMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters of the engine and its store, where the application has Micrometer and {@code holdfast-telemetry}. */
@AutoConfiguration(after = HoldfastAutoConfiguration.class)
@ConditionalOnClass({MeterBinder.class, StateMetrics.class})
@ConditionalOnBean(Holdfast.class)
public class HoldfastMetricsConfiguration {
    /** What Spring Boot binds to each registry of the application. */
    @Bean
    @ConditionalOnMissingBean
    public StateMetrics holdfastMetrics(Holdfast holdfast) {
        return new StateMetrics(holdfast);
    }
}
