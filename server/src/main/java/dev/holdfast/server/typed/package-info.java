/** Tools of an author's own: functions over Java types, with the states of the caller ready to be used. */
@NullMarked
package dev.holdfast.server.typed;

import org.jspecify.annotations.NullMarked;
