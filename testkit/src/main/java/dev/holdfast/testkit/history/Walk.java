package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import java.util.List;

/** A walk through the feed, page by page, from a cursor to the end of what the clients wrote. */
public record Walk(Cursor from, List<FeedPage> pages) {
    public Walk {
        pages = List.copyOf(pages);
    }

    List<FeedPage.Entry> entries() {
        return pages.stream().flatMap(page -> page.entries().stream()).toList();
    }
}
