package dev.holdfast.spring;

import dev.holdfast.engine.Principal;

/**
 * Who calls, asked on the thread of the call. Without a bean of this type all callers are one principal. With Spring
 * Security it is {@code () -> Principal.of(SecurityContextHolder.getContext().getAuthentication().getName())}.
 */
@FunctionalInterface
public interface CallerPrincipal {
    /** The principal of the present call. */
    Principal current();
}
