package dev.holdfast.testkit.custody;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What was read from a store, as if something else had been stored. */
final class Altered {
    private Altered() {}

    /**
     * Commits of which one has another event, while what the store keeps beside the event is as it was.
     *
     * @param place which of the commits; the last one if negative
     */
    static CommitPage event(CommitPage page, int place, UnaryOperator<Bytes> change) {
        List<Commit> commits = new ArrayList<>(page.commits());
        if (commits.isEmpty()) {
            return page;
        }
        int at = place < 0 ? commits.size() - 1 : place;
        Commit old = commits.get(at);
        commits.set(at, new Commit(old.revision(), old.command(), old.at(), change.apply(old.event()), old.hash()));
        return new CommitPage(page.base(), commits, page.more());
    }

    /** The same bytes but for one bit. */
    static Bytes flipped(Bytes bytes, int at) {
        byte[] content = bytes.toArray();
        content[at] ^= 1;
        return Bytes.wrap(content);
    }

    /** The place behind a text that stands in the bytes. */
    static int behind(Bytes bytes, String text) {
        String all = new String(bytes.borrow(), StandardCharsets.ISO_8859_1);
        int at = all.indexOf(text);
        if (at < 0) {
            throw new AssertionError("there is no " + text);
        }
        return at + text.length();
    }
}
