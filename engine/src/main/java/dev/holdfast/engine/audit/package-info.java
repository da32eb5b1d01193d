/**
 * The words of the audit log: who read what, who was refused what, and who did what. See {@link
 * dev.holdfast.engine.Audit}.
 */
@NullMarked
package dev.holdfast.engine.audit;

import org.jspecify.annotations.NullMarked;
