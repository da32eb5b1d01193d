/** JUnit 5 and 6: a store and a clock for each test, see {@link dev.holdfast.junit.HoldfastTest}. */
@NullMarked
package dev.holdfast.junit;

import org.jspecify.annotations.NullMarked;
