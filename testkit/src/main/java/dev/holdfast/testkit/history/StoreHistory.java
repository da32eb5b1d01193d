package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.StateId;
import java.util.List;
import java.util.Map;

/**
 * All calls of parallel clients on some states of a store, with their answers, and the final content of the store.
 *
 * @param operations the calls, in any order
 * @param logs each state's commits after all clients are done
 * @param walks walks through the feed; the first begins before the first commit, the others at cursors of the first
 */
public record StoreHistory(List<RecordedOperation> operations, Map<StateId, List<Commit>> logs, List<Walk> walks) {
    public StoreHistory {
        operations = List.copyOf(operations);
        logs = Map.copyOf(logs);
        walks = List.copyOf(walks);
    }

    <T extends RecordedOperation> List<T> operations(Class<T> kind) {
        return operations.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
