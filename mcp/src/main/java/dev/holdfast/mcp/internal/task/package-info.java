/**
 * What goes on after the answer: tasks, their jobs, and who follows them.
 *
 * <p>Entrances: {@link dev.holdfast.mcp.internal.task.Tasks} for the tasks of a store,
 * {@link dev.holdfast.mcp.internal.task.TaskMethods} and {@link dev.holdfast.mcp.internal.task.TaskListening} for what
 * clients ask. It sees {@code wire} and {@code flight}; never an era: how a result is written is given to it.
 */
@NullMarked
package dev.holdfast.mcp.internal.task;

import org.jspecify.annotations.NullMarked;
