/**
 * What the answers of tools are made of: what is told of a state, a question, a machine or a run, and how much of it.
 * Sees no tool.
 */
@NullMarked
package dev.holdfast.server.answer;

import org.jspecify.annotations.NullMarked;
