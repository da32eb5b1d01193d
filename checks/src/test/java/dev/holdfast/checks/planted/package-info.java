/**
 * Classes that break the rules, each in one way, and some that keep them. The tests of the rules look at nothing else.
 */
@NullMarked
package dev.holdfast.checks.planted;

import org.jspecify.annotations.NullMarked;
