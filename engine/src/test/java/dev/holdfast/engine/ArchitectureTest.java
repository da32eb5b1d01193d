package dev.holdfast.engine;

import dev.holdfast.checks.ArchitectureRules;
import dev.holdfast.checks.Rooms;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    /** Rooms from the ground up: none sees one that stands after it. */
    private static final Rooms ROOMS = Rooms.of(
                    "dev.holdfast.engine",
                    "seal",
                    "image",
                    "machine",
                    "workflow",
                    "decision",
                    "history",
                    "commit",
                    "follow",
                    "audit",
                    "call",
                    "feed",
                    "trail",
                    "moving")
            .apart("trail", "moving")
            .apart("feed", "trail")
            .apart("feed", "moving")
            .apart("seal", "machine")
            .apart("seal", "workflow")
            .apart("seal", "decision")
            .apart("image", "machine")
            .apart("image", "workflow")
            .apart("machine", "workflow")
            .apart("decision", "history")
            .apart("commit", "follow")
            .apart("audit", "seal")
            .apart("audit", "machine")
            .apart("audit", "workflow")
            .apart("audit", "decision")
            .apart("audit", "history")
            .apart("audit", "commit")
            .apart("audit", "follow")
            .pure("image", "machine", "workflow", "decision")
            .doors(
                    "Holdfast",
                    "Audit",
                    "AuditTail",
                    "States",
                    "EventFeed",
                    "DurableFeed",
                    "State",
                    "InternalStates",
                    "StateView",
                    "Opened",
                    "Changes",
                    "Diff",
                    "Replayed",
                    "Machines",
                    "Runs",
                    "RunState",
                    "Worker",
                    "MasterKeys",
                    "EncryptionKeys",
                    "Privacy",
                    "Moving");

    @Test
    void rooms_seeOnlyWhatIsBelow() {
        ArchitectureRules.checkRooms(ROOMS);
    }

    @Test
    void packages_areSmall() {
        ArchitectureRules.checkSizes("dev.holdfast.engine");
    }
}
