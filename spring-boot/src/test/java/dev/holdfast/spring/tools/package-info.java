/** Tests of the tools for models. */
@NullMarked
package dev.holdfast.spring.tools;

import org.jspecify.annotations.NullMarked;
