/** States as values of Java types: {@link dev.holdfast.engine.typed.TypedState}, and what maps the values to JSON. */
@NullMarked
package dev.holdfast.engine.typed;

import org.jspecify.annotations.NullMarked;
