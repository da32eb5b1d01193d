package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.log.CommitLogContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PostgresLogTest implements CommitLogContract {
    private static final String STORE = PostgresUnderTest.newStore(3);

    @Override
    public CommitLog open() {
        return PostgresUnderTest.open(STORE);
    }

    /** What a principal owns is summed up beside its id. With all that it owned gone, the id goes too. */
    @Test
    void ownerOfNothing_isNamedNowhere() throws SQLException {
        String owner = Samples.freshName("owner");
        String heir = Samples.freshName("heir");
        StateId erased = Samples.freshId();
        StateId given = Samples.freshId();
        try (CommitLog log = open()) {
            log.append(List.of(
                    Samples.append(erased, Samples.commit(1), Samples.header(owner)),
                    Samples.append(given, Samples.commit(1), Samples.header(owner))));
            log.append(List.of(Samples.append(given, Samples.commit(2), Samples.header(heir))));
            log.tombstone(erased, 1);
            log.purge();
        }
        assertThat(sums(owner)).isZero();
        assertThat(sums(heir)).isPositive();
    }

    private static long sums(String owner) throws SQLException {
        try (Connection connection = PostgresUnderTest.connect(STORE);
                PreparedStatement select =
                        connection.prepareStatement("select count(*) from holding where owner = ?")) {
            select.setString(1, PostgresText.encode(owner));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
