/** The store that keeps everything in memory: for tests, and for what may be thrown away. */
@NullMarked
package dev.holdfast.engine.memory;

import org.jspecify.annotations.NullMarked;
