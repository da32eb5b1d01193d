/** Tools over states for models of Spring AI: see {@link dev.holdfast.spring.tools.StateToolCallbacks}. */
@NullMarked
package dev.holdfast.spring.tools;

import org.jspecify.annotations.NullMarked;
