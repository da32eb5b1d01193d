package dev.holdfast.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LatestTest {
    private final Latest<Integer> latest = new Latest<>(3, 5);

    private String add(String holder, String id) {
        String left = latest.add(holder, id, 1, spared -> spared.endsWith("!"));
        if (left != null) {
            assertThat(latest.remove(left)).isNotNull();
        }
        return String.valueOf(left);
    }

    @Test
    void holder_beyondItsShareLosesItsOwnLeastRecentlyUsed() {
        add("a", "a1");
        add("b", "b1!");
        add("b", "b2");
        add("b", "b3");
        latest.use("b2");
        assertThat(add("b", "b4")).isEqualTo("b3");
        assertThat(add("b", "b5")).isEqualTo("b2");
        assertThat(latest.get("a1")).isNotNull();
        assertThat(latest.get("b1!")).isNotNull();
    }

    @Test
    void holder_whoHasMostMakesRoomForAll() {
        add("a", "a1");
        add("b", "b1");
        add("b", "b2");
        add("b", "b3");
        add("c", "c1");
        assertThat(add("d", "d1")).isEqualTo("b1");
        assertThat(latest.get("a1")).isNotNull();
        assertThat(latest.removeAll()).hasSize(5);
        assertThat(latest.remove("a1")).isNull();
    }
}
