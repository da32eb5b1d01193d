package dev.holdfast.spring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code holdfast.*}.
 *
 * @param store the address of the store, such as {@code sqlite:states.db}; what it needs must be on the class path
 * @param namespace whose states they are, where nothing tells callers apart
 */
@ConfigurationProperties("holdfast")
public record HoldfastProperties(
        @DefaultValue("memory:") String store,
        @DefaultValue("default") String namespace) {}
