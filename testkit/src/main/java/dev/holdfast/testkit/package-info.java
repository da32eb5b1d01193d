/** What backends and modules are tested with: the storage contract as a suite, samples, and rules of architecture. */
@NullMarked
package dev.holdfast.testkit;

import org.jspecify.annotations.NullMarked;
