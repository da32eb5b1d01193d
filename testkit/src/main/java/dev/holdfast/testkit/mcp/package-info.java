/**
 * What the protocol layer asks of the stores an instance shares with others, as suites: of tasks, sessions and used
 * request states. Entrances: {@link dev.holdfast.testkit.mcp.TaskStoreContract},
 * {@link dev.holdfast.testkit.mcp.SessionStoreContract}, {@link dev.holdfast.testkit.mcp.UsedStatesContract}. The only
 * package here that needs {@code holdfast-mcp}.
 */
@NullMarked
package dev.holdfast.testkit.mcp;

import org.jspecify.annotations.NullMarked;
