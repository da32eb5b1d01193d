/** Classes that each break one rule, and some that obey all. The tests of the rules check only these. */
@NullMarked
package dev.holdfast.checks.planted;

import org.jspecify.annotations.NullMarked;
