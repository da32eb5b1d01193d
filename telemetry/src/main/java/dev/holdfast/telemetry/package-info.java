/** Shows what a server does to OpenTelemetry and Micrometer. Brings both, so that whoever wants neither leaves it out. */
@NullMarked
package dev.holdfast.telemetry;

import org.jspecify.annotations.NullMarked;
