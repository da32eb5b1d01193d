package dev.holdfast.spring;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/** The store of the properties, and states for callers. A bean of an application's own takes the place of each. */
@AutoConfiguration
@EnableConfigurationProperties(HoldfastProperties.class)
public class HoldfastAutoConfiguration {
    /** The engine on the store that the properties name; closed with the application. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    public Holdfast holdfast(HoldfastProperties properties) {
        return Holdfast.open(properties.store());
    }

    /** All callers as one. */
    @Bean
    @ConditionalOnMissingBean
    public CallerPrincipal callerPrincipal(HoldfastProperties properties) {
        Principal all = Principal.local(properties.namespace());
        return () -> all;
    }

    /** The states of who calls. */
    @Bean
    @ConditionalOnMissingBean
    public CallerStates callerStates(Holdfast holdfast, CallerPrincipal caller) {
        return new CallerStates(holdfast, caller);
    }

    /** A state of who calls, for each place that it is injected into, see {@link CallerState}. */
    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean
    public CallerState<?> callerState(CallerStates states, InjectionPoint place) {
        return InjectedState.of(states, place);
    }
}
