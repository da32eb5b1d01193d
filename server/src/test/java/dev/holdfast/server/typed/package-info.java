@NullMarked
package dev.holdfast.server.typed;

import org.jspecify.annotations.NullMarked;
