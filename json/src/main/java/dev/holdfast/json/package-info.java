/**
 * JSON values that are immutable and persistent, with the strict parser (RFC 8259), the printer, the canonical form, JSON
 * Pointer (RFC 6901), JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7396) that go with them.
 */
@NullMarked
package dev.holdfast.json;

import org.jspecify.annotations.NullMarked;
