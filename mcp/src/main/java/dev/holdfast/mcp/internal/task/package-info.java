/**
 * Work that goes on after the answer: tasks, their jobs, and the clients that follow them.
 *
 * <p>Entrances: {@link dev.holdfast.mcp.internal.task.Tasks} for the tasks of a store,
 * {@link dev.holdfast.mcp.internal.task.TaskMethods} and {@link dev.holdfast.mcp.internal.task.TaskListening} for the
 * requests of clients. It sees {@code wire} and {@code flight}; never an era, which passes in the function that writes
 * results.
 */
@NullMarked
package dev.holdfast.mcp.internal.task;

import org.jspecify.annotations.NullMarked;
