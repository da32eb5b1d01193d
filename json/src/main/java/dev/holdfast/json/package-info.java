/**
 * Immutable, persistent JSON values with a strict parser (RFC 8259), a printer, the canonical form, JSON Pointer (RFC
 * 6901), JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7396).
 */
@NullMarked
package dev.holdfast.json;

import org.jspecify.annotations.NullMarked;
