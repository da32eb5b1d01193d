/** States as values of Java types, by Jackson 3: see {@link dev.holdfast.jackson.JacksonMapper}. */
@NullMarked
package dev.holdfast.jackson;

import org.jspecify.annotations.NullMarked;
