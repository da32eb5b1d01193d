/** Statecharts with real expressions, held against XState and the cases of SCXML. */
@NullMarked
package dev.holdfast.rules.machine;

import org.jspecify.annotations.NullMarked;
