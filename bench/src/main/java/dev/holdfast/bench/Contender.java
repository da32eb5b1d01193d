package dev.holdfast.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One of several servers measured in turns. Not thread-safe. */
final class Contender {
    /** Loads the server once. */
    @FunctionalInterface
    interface Round {
        Load run() throws IOException;
    }

    private final String name;
    private final Child server;
    private final Round round;
    private final List<Load> loads = new ArrayList<>();
    private final List<Double> micros = new ArrayList<>();

    Contender(String name, Child server, Round round) {
        this.name = name;
        this.server = server;
        this.round = round;
    }

    String name() {
        return name;
    }

    void load() throws IOException {
        Duration before = server.processorTime();
        Load load = round.run();
        Duration used = server.processorTime().minus(before);
        loads.add(load);
        micros.add(used.toNanos() / 1e3 / load.answered());
    }

    /** The median round by its rate. */
    Load median() {
        return Load.median(loads);
    }

    /**
     * Processor time of the server for an answer, in microseconds, the median of the rounds. Other load on the machine
     * affects it less than a rate.
     */
    double processorMicros() {
        return micros.stream().sorted().toList().get(micros.size() / 2);
    }
}
