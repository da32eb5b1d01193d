package dev.holdfast.bench.scale;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * A log that groups are appended to. A group is what the commands of one instance that wait for this shard add up to;
 * each instance has one under way at a time, and where groups exclude each other, the instances take turns. A group is
 * acknowledged when a majority of the nodes has stored it.
 */
final class ShardQueue {
    /** More than a group ever has in practice, so that none grows without end. */
    private static final int LARGEST_GROUP = 1_000;

    private final Events events;
    private final Deployment deployment;
    private final List<Node> copies;
    private final List<Queue<Runnable>> waiting = new ArrayList<>();
    private final boolean[] busy;
    private final Queue<Group> arrived = new ArrayDeque<>();
    private boolean leading;
    private int underWay;
    private int turn;
    private double used;

    /** Commands that are appended together. */
    private final class Group {
        final int instance;
        final List<Runnable> commands = new ArrayList<>();
        private int missing = copies.size() / 2 + 1;

        Group(int instance) {
            this.instance = instance;
        }

        void stored() {
            if (--missing == 0) {
                finish(this);
            }
        }
    }

    ShardQueue(Events events, Deployment deployment, List<Node> copies) {
        this.events = events;
        this.deployment = deployment;
        this.copies = copies;
        this.busy = new boolean[deployment.instances()];
        for (int i = 0; i < deployment.instances(); i++) {
            waiting.add(new ArrayDeque<>());
        }
    }

    /** Appends one commit that an instance has decided; calls back when it is durable. */
    void append(int instance, Runnable acknowledged) {
        waiting.get(instance).add(acknowledged);
        next();
    }

    /** Work that is done one commit after the other and so cannot be shared out, in microseconds. */
    double used() {
        return used;
    }

    private void next() {
        for (int i = 0; i < waiting.size() && !(deployment.exclusive() && underWay > 0); i++) {
            int instance = turn;
            turn = (turn + 1) % waiting.size();
            if (!busy[instance] && !waiting.get(instance).isEmpty()) {
                begin(instance);
            }
        }
    }

    private void begin(int instance) {
        Group group = new Group(instance);
        Queue<Runnable> mine = waiting.get(instance);
        while (!mine.isEmpty() && group.commands.size() < LARGEST_GROUP) {
            group.commands.add(mine.remove());
        }
        busy[instance] = true;
        underWay++;
        events.after(deployment.distance() / 2, () -> store(group));
    }

    /** The leader writes one group after the other; the others follow as they can. */
    private void store(Group group) {
        arrived.add(group);
        lead();
    }

    private void lead() {
        Group group = leading ? null : arrived.poll();
        if (group == null) {
            return;
        }
        leading = true;
        double cost = group.commands.size() * deployment.rowCost();
        used += cost;
        copies.getFirst().store(cost, this::leadNext, group::stored);
        for (Node follower : copies.subList(1, copies.size())) {
            double way = deployment.distance() / 2;
            Runnable stored = () -> events.after(way, group::stored);
            events.after(way, () -> follower.store(cost, () -> {}, stored));
        }
    }

    private void leadNext() {
        leading = false;
        lead();
    }

    private void finish(Group group) {
        busy[group.instance] = false;
        underWay--;
        for (Runnable acknowledged : group.commands) {
            events.after(deployment.distance() / 2, acknowledged);
        }
        next();
    }
}
