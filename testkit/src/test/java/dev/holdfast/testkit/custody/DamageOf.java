package dev.holdfast.testkit.custody;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.testkit.EncryptedFixture;
import dev.holdfast.testkit.ForwardingLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of one state is damaged. */
enum DamageOf {
    EVENT,
    BASE,
    GAP,
    HEADER,
    KEY;

    /** A store and, if damage of keys is looked at, its vault. */
    record Place(MemoryStorage storage, MemoryVault.Content keys) {
        Place() {
            this(new MemoryStorage(), new MemoryVault.Content());
        }
    }

    Holdfast sound(Place place) {
        return engine(MemoryLog.open(place.storage), MemoryVault.open(place.keys));
    }

    /** An engine that finds a state of the store damaged so. */
    Holdfast damaged(Place place, StateId id) {
        CommitLog log = new Spoiled(MemoryLog.open(place.storage), id, this);
        KeyVault vault = MemoryVault.open(place.keys);
        return engine(log, new TamperingContract.AlteredVault(vault, id, List.of()));
    }

    private Holdfast engine(CommitLog log, KeyVault vault) {
        Holdfast.Builder builder = Holdfast.on(log);
        return (this == KEY ? builder.encrypted(EncryptedFixture.MASTER, vault) : builder)
                .timersByHand()
                .open();
    }

    /** Whether the states of the test are folded into bases. */
    boolean isOfBase() {
        return this == BASE || this == KEY;
    }

    private CommitPage spoil(CommitPage page) {
        List<Commit> commits = new ArrayList<>(page.commits());
        Base base = page.base();
        switch (this) {
            case EVENT -> {
                return Altered.event(page, -1, event -> Altered.flipped(event, event.length() / 2));
            }
            case BASE -> base = base == null ? null : cut(base);
            case GAP -> {
                if (commits.size() > 1) {
                    commits.remove(commits.size() / 2);
                }
            }
            case HEADER, KEY -> {}
        }
        return new CommitPage(base, commits, page.more());
    }

    private static Base cut(Base base) {
        return new Base(base.revision(), Altered.flipped(base.content(), 1), base.hash());
    }

    /** A log in which one state is damaged. */
    private static final class Spoiled extends ForwardingLog {
        private final StateId id;
        private final DamageOf kind;

        Spoiled(CommitLog log, StateId id, DamageOf kind) {
            super(log);
            this.id = id;
            this.kind = kind;
        }

        @Override
        public CommitPage read(StateId of, long from, int most, int bytes, Consistency consistency) {
            CommitPage page = super.read(of, from, most, bytes, consistency);
            return of.equals(id) ? kind.spoil(page) : page;
        }

        @Override
        public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
            StatePage page = super.list(shard, filter, after, max);
            List<StatePage.Listed> others = page.states().stream()
                    .filter(listed -> kind != HEADER || !listed.id().equals(id))
                    .toList();
            boolean whole = others.size() == page.states().size();
            return new StatePage(others, page.next(), whole ? List.of() : List.of(id));
        }
    }
}
