/** Tests of how hosts and the shared process find and trust each other. */
@NullMarked
package dev.holdfast.cli.background;

import org.jspecify.annotations.NullMarked;
