package dev.holdfast.spring;

import dev.holdfast.engine.Holdfast;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health of the store, where the application has Spring Boot's module for health. */
@AutoConfiguration(after = HoldfastAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
@ConditionalOnBean(Holdfast.class)
public class HoldfastHealthConfiguration {
    /** Apart, so that its conditions are not read where their classes are missing. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnEnabledHealthIndicator("holdfast")
    static class Enabled {
        /** The part {@code holdfast} of the application's health. */
        @Bean
        @ConditionalOnMissingBean(name = "holdfastHealthIndicator")
        HealthIndicator holdfastHealthIndicator(Holdfast holdfast) {
            return new HoldfastHealthIndicator(holdfast);
        }
    }
}
