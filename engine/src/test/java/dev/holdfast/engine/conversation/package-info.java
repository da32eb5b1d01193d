@NullMarked
package dev.holdfast.engine.conversation;

import org.jspecify.annotations.NullMarked;
