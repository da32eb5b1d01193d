/**
 * A model of states as plain data, and random commands to compare an engine with it. The model specifies the engine's
 * promises a second time, without anything that makes it fast, durable or shared. Entrance:
 * {@link dev.holdfast.testkit.model.StateModelContract}, which a store's test implements.
 */
@NullMarked
package dev.holdfast.testkit.model;

import org.jspecify.annotations.NullMarked;
