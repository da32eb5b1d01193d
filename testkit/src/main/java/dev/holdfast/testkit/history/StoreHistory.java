package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.StateId;
import java.util.List;
import java.util.Map;

/**
 * All that parallel clients did to some states of a store and were told, and what is there in the end.
 *
 * @param operations the calls, in any order
 * @param logs each state's commits once all clients are done
 * @param walks walks through the feed; the first begins before the first commit, the others at cursors it met
 */
public record StoreHistory(List<Operation> operations, Map<StateId, List<Commit>> logs, List<Walk> walks) {
    public StoreHistory {
        operations = List.copyOf(operations);
        logs = Map.copyOf(logs);
        walks = List.copyOf(walks);
    }

    <T extends Operation> List<T> operations(Class<T> kind) {
        return operations.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
