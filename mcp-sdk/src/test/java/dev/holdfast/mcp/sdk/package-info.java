@NullMarked
package dev.holdfast.mcp.sdk;

import org.jspecify.annotations.NullMarked;
