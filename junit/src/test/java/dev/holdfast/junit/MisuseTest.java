package dev.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.holdfast.engine.Holdfast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Tests that fail, run by the real platform. */
final class MisuseTest {

    @HoldfastTest
    static final class StoreOfAClass {
        @BeforeAll
        static void before(Holdfast holdfast) {
            holdfast.tryTurn();
        }

        @Test
        void neverRun() {}
    }

    static final class Leaving {
        static final AtomicReference<TestStore> STORE = new AtomicReference<>();
        static final List<Holdfast> ENGINES = new ArrayList<>();

        @RegisterExtension
        final HoldfastExtension holdfast = HoldfastExtension.on("file:{folder}/store");

        @Test
        void failing(Holdfast holdfast, TestStore store) {
            STORE.set(store);
            ENGINES.addAll(List.of(holdfast, store.another()));
            Assertions.fail("as meant");
        }

        @AfterEach
        void failingToo() {
            Assertions.fail("as meant");
        }
    }

    @Test
    void storeOfAClass_isRefusedWithWords() {
        Events all = run(StoreOfAClass.class);
        assertThat(all.failed().count()).isEqualTo(1);
        assertThat(all.failed().stream().findFirst().orElseThrow().toString())
                .contains("A store lives as long as one test. Take Holdfast in the test method");
    }

    @Test
    void failedTest_leavesNothingOpenAndNoFolder() {
        assertThat(run(Leaving.class).failed().count()).isEqualTo(1);
        Path folder = Leaving.STORE.get().folder();
        assertThat(Files.exists(folder)).isFalse();
        assertThat(Leaving.ENGINES)
                .hasSize(2)
                .allSatisfy(engine -> assertThatThrownBy(engine::tryTurn).isInstanceOf(RuntimeException.class));
    }

    @Test
    void clock_neverGoesBack() {
        TestStore store = new TestStore("memory:");
        assertThatThrownBy(() -> store.clock().pass(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.clock().instant()).isEqualTo(TestClock.START);
    }

    private static Events run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .allEvents();
    }
}
