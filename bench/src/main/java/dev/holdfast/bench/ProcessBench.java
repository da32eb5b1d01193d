package dev.holdfast.bench;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The same load in one, two and four processes on one store: {@code ProcessBench ADDRESS WRITERS SECONDS} is one of
 * them.
 */
final class ProcessBench {
    private static final int STATES = 250;

    private final Setting setting;

    ProcessBench(Setting setting) {
        this.setting = setting;
    }

    public static void main(String[] args) throws IOException {
        try (Holdfast holdfast = Holdfast.open(args[0])) {
            List<State> states = LibraryBench.states(holdfast, STATES);
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            int writers = Integer.parseInt(args[1]);
            double perSecond = Writers.perSecond(
                    writers,
                    Duration.ofSeconds(Long.parseLong(args[2])),
                    (thread, time) -> LibraryBench.write(
                            holdfast, states.get((int) ((thread + writers * time) % STATES)), thread));
            System.out.printf(Locale.ROOT, "%f%n", perSecond);
        }
    }

    void run(Report report) throws IOException {
        for (DurableStore store : DurableStore.ALL) {
            double alone = 0;
            for (int processes = 1; processes <= 4 && store.isThere(); processes *= 2) {
                double together = perSecond(store, processes);
                alone = processes == 1 ? together : alone;
                report.library(
                        store.name() + ": 64 writers in " + processes + (processes == 1 ? " process" : " processes"),
                        together,
                        "one process",
                        alone,
                        0);
            }
        }
    }

    private double perSecond(DurableStore store, int processes) throws IOException {
        String address = store.address(DurableStore.folder(setting));
        List<Child> children = new ArrayList<>();
        try {
            for (int i = 0; i < processes; i++) {
                children.add(start(address, Writers.COUNT / processes));
            }
            for (Child child : children) {
                child.receive();
            }
            for (Child child : children) {
                child.send("go");
            }
            double sum = 0;
            for (Child child : children) {
                sum += Double.parseDouble(child.receive());
            }
            return sum;
        } finally {
            for (Child child : children) {
                child.close();
            }
        }
    }

    private Child start(String address, int writers) throws IOException {
        return Child.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProcessBench.class.getName(),
                        address,
                        Integer.toString(writers),
                        Integer.toString(setting.seconds())),
                Map.of(),
                true);
    }
}
