/**
 * The one process of a user that serves all hosts: how a host's shim and the process find and trust each other, and
 * what they send. Entrances: {@link dev.holdfast.cli.background.Door} for the process,
 * {@link dev.holdfast.cli.background.Visit} for its callers. It sees no command and no store.
 */
@NullMarked
package dev.holdfast.cli.background;

import org.jspecify.annotations.NullMarked;
