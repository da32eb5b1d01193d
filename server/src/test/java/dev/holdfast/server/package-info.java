/** Tests of the tools and resources. */
@NullMarked
package dev.holdfast.server;

import org.jspecify.annotations.NullMarked;
