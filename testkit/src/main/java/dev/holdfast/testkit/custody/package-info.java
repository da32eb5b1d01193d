/** What an engine promises of keeping, moving and accounting for what it stores, as suites that run on every store. */
@NullMarked
package dev.holdfast.testkit.custody;

import org.jspecify.annotations.NullMarked;
