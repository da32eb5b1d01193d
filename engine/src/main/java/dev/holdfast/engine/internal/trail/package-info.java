/**
 * The audit log where it is stored: by a second engine, as events of states that each hold the entries of one writer
 * and day. Sees the rooms below, and is seen by the doors alone.
 */
@NullMarked
package dev.holdfast.engine.internal.trail;

import org.jspecify.annotations.NullMarked;
