package dev.holdfast.bench.scale;

/**
 * A deployment, described by what a command costs where. Times are in microseconds.
 *
 * @param name what it is called in the tables
 * @param instances processes of Holdfast, each on a machine of its own
 * @param cores processors of each of these machines
 * @param callCost processor time that one command takes of its instance
 * @param shards logs that are appended to one after the other, each by its own groups
 * @param exclusive whether one group of a shard excludes those of other instances, as the lock on a shard's row does
 * @param nodes machines of the store that lead shards
 * @param nodeCores processors of each of them
 * @param rowCost processor time that one commit takes of each node that stores it
 * @param copies nodes that store each commit
 * @param syncTime how long a disk takes to make a group durable
 * @param distance a round trip between an instance and the store, and between nodes
 */
record Deployment(
        String name,
        int instances,
        int cores,
        double callCost,
        int shards,
        boolean exclusive,
        int nodes,
        int nodeCores,
        double rowCost,
        int copies,
        double syncTime,
        double distance) {

    /** The same with more machines of either kind. */
    Deployment with(int moreInstances, int moreNodes) {
        return new Deployment(
                name,
                moreInstances,
                cores,
                callCost,
                shards,
                exclusive,
                moreNodes,
                nodeCores,
                rowCost,
                copies,
                syncTime,
                distance);
    }

    /** The same under another name. */
    Deployment named(String other) {
        return new Deployment(
                other, instances, cores, callCost, shards, exclusive, nodes, nodeCores, rowCost, copies, syncTime,
                distance);
    }

    /** The node that leads a shard. Its copies are on the nodes after it. */
    int leader(int shard) {
        return shard % nodes;
    }
}
