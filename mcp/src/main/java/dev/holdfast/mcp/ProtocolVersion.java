package dev.holdfast.mcp;

import java.util.List;
import java.util.Optional;

/**
 * A revision of the Model Context Protocol that this server supports, oldest first. Compared exactly, never as a date.
 */
public enum ProtocolVersion {
    /**
     * The first revision. It knows tools without annotations, text and images; its own HTTP transport is not served,
     * but it is answered over Streamable HTTP like its successors.
     */
    V2024_11_05("2024-11-05"),
    /** The first revision with Streamable HTTP; the only one with batches. */
    V2025_03_26("2025-03-26"),
    /** Structured results and elicitation. */
    V2025_06_18("2025-06-18"),
    /** The last revision with the {@code initialize} handshake. */
    V2025_11_25("2025-11-25"),
    /** The stateless revision: every request describes itself. */
    V2026_07_28("2026-07-28");

    /** The newest revision with a handshake, offered to an {@code initialize} that asks for an unknown revision. */
    public static final ProtocolVersion LATEST_LEGACY = V2025_11_25;

    private static final List<ProtocolVersion> NEWEST_FIRST =
            List.of(V2026_07_28, V2025_11_25, V2025_06_18, V2025_03_26, V2024_11_05);

    private final String text;

    ProtocolVersion(String text) {
        this.text = text;
    }

    /** The revision as it is written on the wire. */
    public String text() {
        return text;
    }

    /** Whether this revision has no handshake and no session. */
    public boolean isModern() {
        return this == V2026_07_28;
    }

    /** Whether this revision is {@code other} or newer. */
    public boolean atLeast(ProtocolVersion other) {
        return compareTo(other) >= 0;
    }

    /** The revision written as {@code text}, if this server supports it. */
    public static Optional<ProtocolVersion> parse(String text) {
        for (ProtocolVersion version : NEWEST_FIRST) {
            if (version.text.equals(text)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
