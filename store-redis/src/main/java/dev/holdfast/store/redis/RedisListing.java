package dev.holdfast.store.redis;

import dev.holdfast.engine.local.HeaderKeys;
import dev.holdfast.engine.local.HeaderSearch;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Lists states of a shard by its index, some keys and then some records with one question each. */
final class RedisListing {
    private static final int FIRST_KEYS = 8;
    private static final int MOST_KEYS = 512;
    private static final int MOST_RECORDS = 100;

    private final ShardScripts shard;

    RedisListing(ShardScripts shard) {
        this.shard = shard;
    }

    StatePage page(HeaderFilter filter, @Nullable StateId after, int max) {
        HeaderSearch search = new HeaderSearch(filter, after);
        Iterator<StateId> found = search.candidates(Keys::new);
        Records records = new Records(found == null ? all(after) : found, Math.min(max + 1, MOST_RECORDS));
        return search.page(records, records::listed, max);
    }

    private Iterator<StateId> all(@Nullable StateId after) {
        byte[] id = after == null ? new byte[0] : (after.value() + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] from = Arrays.copyOf(StateRecord.ALL, StateRecord.ALL.length + id.length);
        System.arraycopy(id, 0, from, StateRecord.ALL.length, id.length);
        Keys keys = new Keys(from);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return keys.hasNext() && keys.peek()[0] == StateRecord.ALL[0];
            }

            @Override
            public StateId next() {
                return HeaderKeys.id(keys.next());
            }
        };
    }

    /** The keys of the index from a given one on. */
    private final class Keys implements Iterator<byte[]> {
        private final Queue<byte[]> known = new ArrayDeque<>();
        private byte @Nullable [] from;
        private int most = FIRST_KEYS;

        Keys(byte[] from) {
            this.from = from;
        }

        @Override
        public boolean hasNext() {
            byte[] next = from;
            if (known.isEmpty() && next != null) {
                List<byte[]> found = shard.found(next, most);
                known.addAll(found);
                from = found.size() < most ? null : Arrays.copyOf(found.getLast(), found.getLast().length + 1);
                most = Math.min(MOST_KEYS, most * 4);
            }
            return !known.isEmpty();
        }

        byte[] peek() {
            byte[] key = hasNext() ? known.peek() : null;
            if (key == null) {
                throw new NoSuchElementException();
            }
            return key;
        }

        @Override
        public byte[] next() {
            byte[] key = peek();
            known.remove();
            return key;
        }
    }

    /** States with their records, read some at a time. */
    private final class Records implements Iterator<StateId> {
        private final Iterator<StateId> states;
        private final int most;
        private final Queue<StateId> ahead = new ArrayDeque<>();
        private final Map<StateId, StateRecord> known = new HashMap<>();

        Records(Iterator<StateId> states, int most) {
            this.states = states;
            this.most = most;
        }

        @Override
        public boolean hasNext() {
            if (ahead.isEmpty() && states.hasNext()) {
                List<StateId> next = new ArrayList<>();
                while (next.size() < most && states.hasNext()) {
                    next.add(states.next());
                }
                List<RedisReply> records = shard.records(next);
                known.clear();
                for (int i = 0; i < next.size(); i++) {
                    if (!records.get(i).isNothing()) {
                        known.put(next.get(i), StateRecord.read(records.get(i).bytes()));
                    }
                }
                ahead.addAll(next);
            }
            return !ahead.isEmpty();
        }

        @Override
        public StateId next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ahead.remove();
        }

        StatePage.@Nullable Listed listed(StateId id) {
            StateRecord record = known.get(id);
            StateHeader header = record == null ? null : record.readHeader();
            return record == null || header == null ? null : new StatePage.Listed(id, record.revision(), header);
        }
    }
}
