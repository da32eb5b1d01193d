/**
 * Shared by the tests of this repository and not delivered to users: the rules of the architecture and of the sources,
 * and how tests write JSON.
 */
@NullMarked
package dev.holdfast.checks;

import org.jspecify.annotations.NullMarked;
