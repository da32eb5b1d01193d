/** Tests over real HTTP with tokens signed for them. */
@NullMarked
package dev.holdfast.auth;

import org.jspecify.annotations.NullMarked;
