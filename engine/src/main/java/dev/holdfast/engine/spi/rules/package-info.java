/**
 * Compiles schemas and expressions for the engine. Not part of the storage contract: stores do not use it.
 *
 * <p>The engine finds an implementation of {@link dev.holdfast.engine.spi.rules.RuleCompiler} by the service loader, or
 * is given one. Without one, states with a schema or rules cannot be opened.
 */
@NullMarked
package dev.holdfast.engine.spi.rules;

import org.jspecify.annotations.NullMarked;
