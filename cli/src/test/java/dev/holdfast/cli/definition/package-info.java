@NullMarked
package dev.holdfast.cli.definition;

import org.jspecify.annotations.NullMarked;
