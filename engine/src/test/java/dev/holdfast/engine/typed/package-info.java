@NullMarked
package dev.holdfast.engine.typed;

import org.jspecify.annotations.NullMarked;
