/** Tests of how hosts are told of this server. */
@NullMarked
package dev.holdfast.cli.attach;

import org.jspecify.annotations.NullMarked;
