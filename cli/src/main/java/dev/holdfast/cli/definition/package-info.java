/** The files that people write definitions in. The only package that sees the YAML parser. */
@NullMarked
package dev.holdfast.cli.definition;

import org.jspecify.annotations.NullMarked;
