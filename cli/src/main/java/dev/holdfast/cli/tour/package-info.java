/**
 * What {@code holdfast tour} plays: chapters of steps on a store of its own, each with what is to be noticed. Entrance:
 * {@link dev.holdfast.cli.tour.Tour}. It sees no command.
 */
@NullMarked
package dev.holdfast.cli.tour;

import org.jspecify.annotations.NullMarked;
