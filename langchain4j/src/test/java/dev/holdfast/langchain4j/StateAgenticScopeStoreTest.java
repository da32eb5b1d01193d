package dev.holdfast.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.langchain4j.agentic.scope.AgenticScopeKey;
import dev.langchain4j.agentic.scope.AgenticScopePersister;
import dev.langchain4j.agentic.scope.AgenticScopeRegistry;
import dev.langchain4j.agentic.scope.DefaultAgenticScope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateAgenticScopeStoreTest {
    private static final Principal ALICE = Principal.of("alice");

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        AgenticScopePersister.setStore(null);
    }

    @Test
    void scope_isThereAfterARestartAndGrowsByWhatChanged() {
        String address = "file:" + folder.resolve("store");
        try (Holdfast holdfast = Holdfast.open(address)) {
            StateAgenticScopeStore store = StateAgenticScopeStore.of(holdfast.as(ALICE));
            AgenticScopePersister.setStore(store);
            AgenticScopeRegistry registry = new AgenticScopeRegistry("planner");
            DefaultAgenticScope scope = registry.create(7);
            scope.writeState("draft", "x".repeat(5_000));
            scope.writeState("score", 0.75);
            registry.update(scope);
            scope.writeState("topics", List.of("tea", Map.of("kind", "green")));
            registry.update(scope);
            registry.update(scope);
            State state = store.find(new AgenticScopeKey("planner", 7)).orElseThrow();
            List<Event> events = state.history(2, 10);
            assertThat(events).hasSize(3);
            assertThat(events.getLast().patch().toJson().toBytes()).hasSizeLessThan(500);
        }
        try (Holdfast holdfast = Holdfast.open(address)) {
            StateAgenticScopeStore store = StateAgenticScopeStore.of(holdfast.as(ALICE));
            AgenticScopePersister.setStore(store);
            assertThat(store.getAllKeys()).containsExactly(new AgenticScopeKey("planner", 7));
            DefaultAgenticScope scope = new AgenticScopeRegistry("planner").get(7);
            assertThat(scope.readState("draft", "")).hasSize(5_000);
            assertThat(scope.readState("score", 0.0)).isEqualTo(0.75);
            assertThat(scope.readState("topics")).isEqualTo(List.of("tea", Map.of("kind", "green")));
            assertThat(new AgenticScopeRegistry("other").get(7)).isNull();
            assertThat(store.delete(new AgenticScopeKey("planner", 7))).isTrue();
            assertThat(store.delete(new AgenticScopeKey("planner", 7))).isFalse();
            assertThat(store.load(new AgenticScopeKey("planner", 7))).isEmpty();
            assertThat(store.getAllKeys()).isEmpty();
            assertThat(store.save(new AgenticScopeKey("planner", 7), scope)).isTrue();
            assertThat(store.load(new AgenticScopeKey("planner", 7))).isPresent();
        }
    }
}
