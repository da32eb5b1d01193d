/**
 * Connects the engine to the protocol: the tools and resources that show states to a model, and their wiring.
 *
 * <p>A tool is written once against the engine's public API and answers a JSON object; the protocol module carries it
 * over every transport and era, and the command line prints the very same object.
 */
@NullMarked
package dev.holdfast.server;

import org.jspecify.annotations.NullMarked;
