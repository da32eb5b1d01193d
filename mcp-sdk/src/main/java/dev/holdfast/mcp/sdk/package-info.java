/** The official MCP Java SDK: tools over states for its servers, see {@link dev.holdfast.mcp.sdk.SdkTools}. */
@NullMarked
package dev.holdfast.mcp.sdk;

import org.jspecify.annotations.NullMarked;
