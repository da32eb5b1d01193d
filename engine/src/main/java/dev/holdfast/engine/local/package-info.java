/**
 * How several processes of one machine meet at one store: a lock they take turns at, memory they share, wake-ups, and
 * the threads for work that blocks. For stores that lie on a local disk; what uses a store needs nothing of it.
 */
@NullMarked
package dev.holdfast.engine.local;

import org.jspecify.annotations.NullMarked;
