/** The store that keeps everything in memory: for tests, and for data that may be lost. */
@NullMarked
package dev.holdfast.engine.memory;

import org.jspecify.annotations.NullMarked;
