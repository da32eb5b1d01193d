/**
 * What our own tests share and users never get: the rules of the architecture and of the sources, and how tests write
 * JSON.
 */
@NullMarked
package dev.holdfast.checks;

import org.jspecify.annotations.NullMarked;
