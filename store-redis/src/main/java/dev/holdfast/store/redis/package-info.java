/** A store in Redis or Valkey. */
@NullMarked
package dev.holdfast.store.redis;

import org.jspecify.annotations.NullMarked;
