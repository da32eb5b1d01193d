/** LangGraph4j: checkpoints as revisions of a state, see {@link dev.holdfast.langgraph4j.StateCheckpointSaver}. */
@NullMarked
package dev.holdfast.langgraph4j;

import org.jspecify.annotations.NullMarked;
