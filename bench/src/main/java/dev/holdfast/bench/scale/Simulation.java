package dev.holdfast.bench.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** One deployment under one load, for some simulated seconds. The same input gives the same outcome. */
final class Simulation {
    private static final double SECOND = 1e6;

    private final Deployment deployment;
    private final CommandLoad load;
    private final double end;
    private final Events events = new Events();
    private final List<Processors> instances;
    private final List<Node> nodes;
    private final List<ShardQueue> shards;
    private final double[] latencies;
    private int arrived;
    private int answered;

    private Simulation(Deployment deployment, CommandLoad load, double seconds) {
        this.deployment = deployment;
        this.load = load;
        this.end = seconds * SECOND;
        this.latencies = new double[(int) (load.perSecond() * seconds * 1.2) + 1_000];
        this.instances = make(deployment.instances(), i -> new Processors(events, deployment.cores()));
        this.nodes = make(deployment.nodes(), i -> new Node(events, deployment));
        this.shards = make(deployment.shards(), i -> new ShardQueue(events, deployment, copies(i)));
    }

    /** Runs a load for some seconds. */
    static Forecast run(Deployment deployment, CommandLoad load, double seconds) {
        var simulation = new Simulation(deployment, load, seconds);
        simulation.arrive();
        simulation.events.runUntil(simulation.end);
        return simulation.outcome();
    }

    private static <T> List<T> make(int count, IntFunction<T> one) {
        return IntStream.range(0, count).mapToObj(one).toList();
    }

    private List<Node> copies(int shard) {
        List<Node> copies = new ArrayList<>();
        for (int i = 0; i < deployment.copies(); i++) {
            copies.add(nodes.get((deployment.leader(shard) + i) % nodes.size()));
        }
        return copies;
    }

    private void arrive() {
        events.after(load.pause(), () -> {
            arrived++;
            command(load.instance(deployment.instances()), load.shard(deployment.shards()));
            arrive();
        });
    }

    private void command(int instance, int shard) {
        double begun = events.now();
        instances
                .get(instance)
                .work(
                        deployment.callCost(),
                        () -> shards.get(shard).append(instance, () -> {
                            if (answered < latencies.length) {
                                latencies[answered++] = events.now() - begun;
                            }
                        }));
    }

    private Forecast outcome() {
        double[] sorted = Arrays.copyOf(latencies, answered);
        Arrays.sort(sorted);
        return new Forecast(
                arrived,
                answered,
                at(sorted, 0.5),
                at(sorted, 0.99),
                busiest(instances, Processors::used) / deployment.cores(),
                busiest(nodes, node -> node.processors().used()) / deployment.nodeCores(),
                busiest(nodes, node -> node.disk().used()),
                busiest(shards, ShardQueue::used));
    }

    private <T> double busiest(List<T> all, ToDoubleFunction<T> used) {
        return all.stream().mapToDouble(used).max().orElse(0) / end;
    }

    private static double at(double[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) (part * (sorted.length - 1))] / 1000;
    }
}
