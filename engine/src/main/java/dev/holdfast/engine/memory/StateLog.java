package dev.holdfast.engine.memory;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The log of one state. Guarded by the lock of its storage. */
final class StateLog {
    private final List<Placed> commits = new ArrayList<>();
    private final Map<CommandKey, Long> commands = new HashMap<>();
    private @Nullable Base base;
    private @Nullable StateHeader header;
    private long revision;
    private Bytes hash;

    private record Placed(long position, Commit commit) {}

    StateLog(Append first, long position) {
        hash = first.commit().hash();
        add(first, position);
    }

    /** A state whose commits were replaced before it came here. */
    StateLog(Base base, StateHeader header) {
        this.base = base;
        this.header = header;
        this.revision = base.revision();
        this.hash = base.hash();
    }

    void add(Append append, long position) {
        Commit commit = append.commit();
        commits.add(new Placed(position, commit));
        if (commit.command() != null) {
            commands.put(commit.command(), commit.revision());
        }
        header = append.header();
        revision = commit.revision();
        hash = commit.hash();
    }

    long revision() {
        return revision;
    }

    /** The header of the newest commit; null once the state is erased. */
    @Nullable StateHeader header() {
        return header;
    }

    boolean erased() {
        return header == null;
    }

    Head head() {
        return erased() ? new Head.Deleted(revision, hash) : new Head.Live(revision, hash);
    }

    OptionalLong find(CommandKey command) {
        Long found = commands.get(command);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }

    CommitPage read(long fromRevision, int maxCommits, int maxBytes) {
        int from = (int) Math.min(commits.size(), Math.max(0, fromRevision - oldest()));
        List<Commit> page = new ArrayList<>();
        long bytes = 0;
        for (int i = from; i < commits.size() && page.size() < maxCommits; i++) {
            Commit commit = commits.get(i).commit();
            bytes += commit.event().length();
            if (bytes > maxBytes && !page.isEmpty()) {
                break;
            }
            page.add(commit);
        }
        return new CommitPage(fromRevision < oldest() ? base : null, page, from + page.size() < commits.size());
    }

    /** Replaces commits, and returns the feed positions they had. */
    List<Long> truncate(long upTo, Base replacement) {
        if (erased() || upTo < oldest() || upTo > revision) {
            throw new IllegalArgumentException("there is no commit " + upTo + " to truncate to");
        }
        List<Placed> replaced = commits.subList(0, (int) (upTo - oldest() + 1));
        if (replacement.revision() != upTo
                || !replacement.hash().equals(replaced.getLast().commit().hash())) {
            throw new IllegalArgumentException("the base is not one of commit " + upTo);
        }
        base = replacement;
        return remove(replaced);
    }

    /** Erases all but revision and hash, and returns the feed positions the commits had. */
    List<Long> erase() {
        base = null;
        header = null;
        return remove(commits);
    }

    private List<Long> remove(List<Placed> removed) {
        List<Long> positions = removed.stream().map(Placed::position).toList();
        for (Placed placed : removed) {
            CommandKey command = placed.commit().command();
            if (command != null) {
                commands.remove(command, placed.commit().revision());
            }
        }
        removed.clear();
        return positions;
    }

    private long oldest() {
        return revision - commits.size() + 1;
    }
}
