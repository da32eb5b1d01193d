package dev.holdfast.engine.memory;

import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** A client of a vault in memory. Safe for use by many threads. */
public final class MemoryVault implements KeyVault {
    private final Content content;
    private volatile boolean closed;

    /** What clients share. It lives as long as something refers to it. Safe for use by many threads. */
    public static final class Content {
        private final Map<StateId, SequencedSet<WrappedKey>> keys = new HashMap<>();
        private @Nullable VaultHead head;

        /** An empty vault. */
        public Content() {}

        private synchronized Optional<VaultHead> head() {
            return Optional.ofNullable(head);
        }

        private synchronized boolean replaceHead(@Nullable VaultHead expected, VaultHead next) {
            boolean same = Objects.equals(head, expected);
            head = same ? next : head;
            return same;
        }

        private synchronized List<WrappedKey> find(StateId state) {
            return List.copyOf(keys.getOrDefault(state, new LinkedHashSet<>()));
        }

        private synchronized void put(List<WrappedKey> added) {
            added.forEach(key -> keys.computeIfAbsent(key.state(), state -> new LinkedHashSet<>())
                    .add(key));
        }

        private synchronized void destroy(StateId state) {
            keys.remove(state);
        }
    }

    private MemoryVault(Content content) {
        this.content = content;
    }

    /** Opens a new vault, which no other client shares. */
    public static MemoryVault open() {
        return open(new Content());
    }

    /** Opens another client of a vault. */
    public static MemoryVault open(Content content) {
        return new MemoryVault(content);
    }

    @Override
    public Optional<VaultHead> head() {
        return content().head();
    }

    @Override
    public boolean replaceHead(@Nullable VaultHead expected, VaultHead next) {
        return content().replaceHead(expected, next);
    }

    @Override
    public List<WrappedKey> find(StateId state) {
        return content().find(state);
    }

    @Override
    public void put(List<WrappedKey> keys) {
        content().put(keys);
    }

    @Override
    public void destroy(StateId state) {
        content().destroy(state);
    }

    @Override
    public void close() {
        closed = true;
    }

    private Content content() {
        if (closed) {
            throw StoreUnavailableException.closed();
        }
        return content;
    }
}
