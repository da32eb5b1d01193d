package dev.holdfast.engine.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.StateId;
import org.junit.jupiter.api.Test;

final class ClaimsUnderWayTest {
    private static final StateId RUN = new StateId("st_" + "a".repeat(22));
    private static final StateId OTHER = new StateId("st_" + "b".repeat(22));

    private final ClaimsUnderWay claims = new ClaimsUnderWay();

    @Test
    void claims_areAsManyAsThereAreSteps() {
        assertThat(claims.begin(RUN, 2)).isTrue();
        assertThat(claims.begin(RUN, 2)).isTrue();
        assertThat(claims.begin(RUN, 2)).isFalse();
        assertThat(claims.begin(OTHER, 1)).isTrue();
        claims.end(RUN);
        assertThat(claims.begin(RUN, 2)).isTrue();
        claims.end(RUN);
        claims.end(RUN);
        assertThat(claims.begin(RUN, 1)).isTrue();
    }
}
