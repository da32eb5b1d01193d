/**
 * The requirements of the protocol layer on shared stores, as suites: stores of tasks, sessions and used request
 * states. Start at {@link dev.holdfast.testkit.mcp.TaskStoreContract},
 * {@link dev.holdfast.testkit.mcp.SessionStoreContract}, {@link dev.holdfast.testkit.mcp.UsedStatesContract}. The only
 * package of the testkit that needs {@code holdfast-mcp}.
 */
@NullMarked
package dev.holdfast.testkit.mcp;

import org.jspecify.annotations.NullMarked;
