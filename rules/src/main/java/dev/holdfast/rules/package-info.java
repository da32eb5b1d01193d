/**
 * Compiles the schemas and expressions of states: JSON Schema 2020-12 and CEL, both bounded, since untrusted callers
 * write them. The engine finds {@link dev.holdfast.rules.HoldfastRules} on the class path.
 */
@NullMarked
package dev.holdfast.rules;

import org.jspecify.annotations.NullMarked;
