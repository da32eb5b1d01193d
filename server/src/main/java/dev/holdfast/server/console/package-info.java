/**
 * The console: a page that shows people what is stored. The page is a client of the protocol, at an endpoint of its own
 * with credentials of its own, and has no other way to a state. Entrances:
 * {@link dev.holdfast.server.console.Console} for what is served, {@link dev.holdfast.server.console.ConsoleLinks} for
 * who is admitted. Sees no web server.
 */
@NullMarked
package dev.holdfast.server.console;

import org.jspecify.annotations.NullMarked;
