/**
 * A state as plain data, and random commands to hold an engine against it. What the model says is what the engine
 * promises, written down a second time and without anything that makes it fast, durable or shared. Entrance:
 * {@link dev.holdfast.testkit.model.StateModelContract}, which a store's test implements.
 */
@NullMarked
package dev.holdfast.testkit.model;

import org.jspecify.annotations.NullMarked;
