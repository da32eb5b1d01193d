/** Reports requests and states to OpenTelemetry and Micrometer. A module of its own because it brings both. */
@NullMarked
package dev.holdfast.telemetry;

import org.jspecify.annotations.NullMarked;
