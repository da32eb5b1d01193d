/**
 * What compiles schemas and expressions for the engine. No part of the storage contract: a store never sees it.
 *
 * <p>The engine finds an implementation of {@link dev.holdfast.engine.spi.rules.RuleCompiler} by the service loader, or
 * is given one. Without one, states with a schema or rules cannot be opened.
 */
@NullMarked
package dev.holdfast.engine.spi.rules;

import org.jspecify.annotations.NullMarked;
