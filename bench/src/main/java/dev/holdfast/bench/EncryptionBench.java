package dev.holdfast.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.MasterKeys;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** What encryption costs: the processor time of the whole process for a command, beside one in clear. */
final class EncryptionBench {
    private static final int ROUNDS = 4;
    private static final double BAR = 1.25;

    private final Setting setting;

    EncryptionBench(Setting setting) {
        this.setting = setting;
    }

    void run(Report report) throws IOException {
        for (DurableStore store : DurableStore.ALL) {
            if (store.isThere()) {
                compare(store, report);
            }
        }
    }

    /** In turns, so that both meet the machine as it is. */
    private void compare(DurableStore store, Report report) throws IOException {
        double plain = 0;
        double sealed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (Holdfast holdfast = store.open(DurableStore.folder(setting))) {
                plain += micros(holdfast) / ROUNDS;
            }
            try (Holdfast holdfast = Holdfast.on(store.address(DurableStore.folder(setting)))
                    .encrypted(MasterKeys.parse("01".repeat(32)))
                    .open()) {
                sealed += micros(holdfast) / ROUNDS;
            }
        }
        report.atMost(store.name() + ": processor µs of an encrypted command, beside one in clear", sealed, plain, BAR);
    }

    private double micros(Holdfast holdfast) {
        return CommitterBench.micros(setting, holdfast, EncryptionBench::processorNanos);
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
