@NullMarked
package dev.holdfast.mcp.webhook;

import org.jspecify.annotations.NullMarked;
