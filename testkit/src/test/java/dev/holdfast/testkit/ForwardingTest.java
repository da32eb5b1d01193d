package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.internal.seal.SealedHeadersLog;
import dev.holdfast.engine.spi.CommitLog;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log that stands before another must not answer for it: a default method that it forgets would. */
final class ForwardingTest {
    @ParameterizedTest
    @ValueSource(classes = {ForwardingLog.class, SealedHeadersLog.class})
    void logBeforeAnother_forwardsEveryMethod(Class<?> forwarding) {
        assertThat(signatures(forwarding))
                .containsAll(signatures(CommitLog.class).toList());
    }

    private static Stream<List<Object>> signatures(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .map(ForwardingTest::signature);
    }

    private static List<Object> signature(Method method) {
        return List.of(method.getName(), Arrays.asList(method.getParameterTypes()));
    }
}
