/** Spring Boot and Spring AI: a store, states for callers, health, and chat memories that last. */
@NullMarked
package dev.holdfast.spring;

import org.jspecify.annotations.NullMarked;
