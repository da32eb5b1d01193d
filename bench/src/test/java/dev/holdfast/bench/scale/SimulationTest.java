package dev.holdfast.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final double CALL = 100;
    private static final double ROW = 40;
    private static final double SYNC = 500;
    private static final double ROUND_TRIP = 300;
    private static final Deployment ONE = new Deployment("one", 1, 2, CALL, 1, true, 1, 1, ROW, 1, SYNC, ROUND_TRIP);
    private static final Deployment THREE =
            new Deployment("three", 2, 2, CALL, 4, false, 3, 4, ROW, 3, SYNC, ROUND_TRIP);

    @Test
    void aCommandThatComesAloneTakesTheSumOfItsSteps() {
        assertThat(quiet(ONE).median()).isCloseTo((CALL + ROUND_TRIP + ROW + SYNC) / 1000, within(0.001));
    }

    @Test
    void aMajorityOfCopiesTakesOneMoreRoundTrip() {
        assertThat(quiet(THREE).median()).isCloseTo((CALL + 2 * ROUND_TRIP + ROW + SYNC) / 1000, within(0.001));
    }

    @Test
    void theSameLoadHasTheSameOutcome() {
        assertThat(run(THREE, 9_000, 1)).isEqualTo(run(THREE, 9_000, 1));
    }

    @Test
    void commandsShareSyncsWhenTheyComeCloseTogether() {
        double syncsPerSecond = 1e6 / (SYNC + ROUND_TRIP);
        Forecast outcome = run(ONE, 8 * syncsPerSecond, 0);

        assertThat(outcome.carried(ScaleTables.PATIENCE)).isTrue();
    }

    @Test
    void noMoreIsCarriedThanTheProcessorsOfTheInstancesHold() {
        double most = 2 * 1e6 / CALL;

        assertThat(run(ONE, most * 0.9, 0).carried(ScaleTables.PATIENCE)).isTrue();
        Forecast over = run(ONE, most * 1.2, 0);
        assertThat(over.carried(ScaleTables.PATIENCE)).isFalse();
        assertThat(over.fullest()).isEqualTo("instances");
    }

    @Test
    void aShardWritesNoFasterThanOneCommitAfterTheOther() {
        Deployment wide = ONE.with(8, 1);
        double most = 1e6 / ROW;

        assertThat(run(wide, most * 0.7, 0).carried(ScaleTables.PATIENCE)).isTrue();
        assertThat(run(wide, most * 1.2, 0).carried(ScaleTables.PATIENCE)).isFalse();
    }

    @Test
    void oneStateThatGetsATenthOfTheCallsFillsItsShardFirst() {
        Deployment wide = THREE.with(16, 12);
        double most = 4 * 1e6 / ROW * 0.6;

        assertThat(run(wide, most, 0).carried(ScaleTables.PATIENCE)).isTrue();
        Forecast uneven = run(wide, most, 1.3);
        assertThat(uneven.carried(ScaleTables.PATIENCE)).isFalse();
        assertThat(uneven.fullest()).isEqualTo("hottest shard");
    }

    private static Forecast quiet(Deployment deployment) {
        return run(deployment, 5, 0);
    }

    private static Forecast run(Deployment deployment, double perSecond, double skew) {
        return Simulation.run(deployment, new CommandLoad(perSecond, skew), Math.min(20, 30_000 / perSecond));
    }
}
