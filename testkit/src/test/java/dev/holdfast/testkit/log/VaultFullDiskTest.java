package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.MasterKeys;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.local.VaultFile;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.EncryptedFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault on a disk without room, from none at all to almost enough: nothing is lost, and no key is half changed. */
final class VaultFullDiskTest {
    private static final int PAGES = 14;
    private static final Principal OWNER = Principal.local("owner");
    private static final MasterKey MASTER = EncryptedFixture.MASTER;
    private static final MasterKey NEXT = MasterKeys.parse("00".repeat(31) + "02");

    @TempDir
    private Path folder;

    @Test
    void fullDisk_refusesNewKeys_andLosesNone() {
        int refused = 0;
        for (int pages = 0; pages < PAGES; pages++) {
            try (SmallDisk disk = SmallDisk.mountOn(folder.resolve("keys-" + pages))) {
                MemoryStorage store = new MemoryStorage();
                List<State> acknowledged = new ArrayList<>();
                try (Holdfast holdfast = engine(store, disk, MASTER)) {
                    acknowledged.add(open(holdfast));
                    disk.fillBut(pages);
                    refused += fill(holdfast, acknowledged) ? 1 : 0;
                    acknowledged.forEach(state -> state.write(w -> w.set("more", 1)));
                    disk.empty();
                    acknowledged.add(open(holdfast));
                }
                try (Holdfast holdfast = engine(store, disk, MASTER)) {
                    acknowledged.forEach(state -> assertThat(holdfast.as(OWNER)
                                    .state(state.handle().value())
                                    .read()
                                    .document()
                                    .has("n"))
                            .isTrue());
                    assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
                }
            }
        }
        assertThat(refused).isEqualTo(PAGES);
    }

    @Test
    void fullDisk_changesTheMasterKeyInWholeOrNotAtAll() {
        for (int pages = 0; pages < PAGES; pages++) {
            try (SmallDisk disk = SmallDisk.mountOn(folder.resolve("master-" + pages))) {
                MemoryStorage store = new MemoryStorage();
                State state;
                MasterKey now = MASTER;
                try (Holdfast holdfast = engine(store, disk, MASTER)) {
                    state = open(holdfast);
                    disk.fillBut(pages);
                    try {
                        holdfast.keys().renew();
                        holdfast.keys().changeMasterKey(NEXT);
                        now = NEXT;
                    } catch (StoreUnavailableException e) {
                        assertThat(e).hasMessageContaining("No space left");
                    }
                    disk.empty();
                }
                try (Holdfast holdfast = engine(store, disk, now)) {
                    State again = holdfast.as(OWNER).state(state.handle().value());
                    again.write(w -> w.set("more", 1));
                    assertThat(again.read().document().has("n")).isTrue();
                }
            }
        }
    }

    /** Opens states until that is refused, which it must be in words; false if it never was. */
    private static boolean fill(Holdfast holdfast, List<State> acknowledged) {
        for (int i = 0; i < 4_000; i++) {
            try {
                acknowledged.add(open(holdfast));
            } catch (HoldfastException e) {
                assertThat(e.failure().code()).isEqualTo(Failure.Code.UNAVAILABLE);
                assertThat(e.failure().facts().string("outcome")).isEqualTo("none");
                assertThat(e.failure().hint()).doesNotContain("Exception", "java.");
                return true;
            }
        }
        return false;
    }

    private static State open(Holdfast holdfast) {
        return holdfast.as(OWNER)
                .open(StateSpec.unnamed().data(JsonObject.of("n", Json.of(1))))
                .state();
    }

    private static Holdfast engine(MemoryStorage store, SmallDisk disk, MasterKey key) {
        return Holdfast.on(MemoryLog.open(store))
                .encrypted(key, VaultFile.open(disk.folder().resolve("vault")))
                .open();
    }
}
