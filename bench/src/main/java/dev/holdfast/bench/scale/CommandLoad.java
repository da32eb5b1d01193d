package dev.holdfast.bench.scale;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Commands that come at random, independent of each other, for 10,000 states. */
final class CommandLoad {
    private static final int STATES = 10_000;

    private final SplittableRandom random = new SplittableRandom(20_260_728);
    private final double[] upTo = new double[STATES];
    private final double perSecond;

    /**
     * @param perSecond commands a second
     * @param skew how unevenly the states are used, the n-th in proportion to 1 / n^skew: with 0 all alike, with 1 the
     *     first gets a tenth of all commands
     */
    CommandLoad(double perSecond, double skew) {
        this.perSecond = perSecond;
        double sum = 0;
        for (int i = 0; i < STATES; i++) {
            sum += Math.pow(i + 1, -skew);
            upTo[i] = sum;
        }
    }

    double perSecond() {
        return perSecond;
    }

    /** Microseconds until the next command. */
    double pause() {
        return -Math.log(1 - random.nextDouble()) / perSecond * 1e6;
    }

    /** The shard of the next command's state. */
    int shard(int shards) {
        int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[STATES - 1]);
        int state = found < 0 ? -found - 1 : found;
        return Math.floorMod(scatter(state), shards);
    }

    int instance(int instances) {
        return random.nextInt(instances);
    }

    /** Spreads numbers as a checksum of their handles would. */
    private static int scatter(int number) {
        return new SplittableRandom(number).nextInt();
    }
}
