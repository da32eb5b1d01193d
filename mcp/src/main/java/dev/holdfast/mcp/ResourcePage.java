package dev.holdfast.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of resources.
 *
 * @param nextCursor where the next page begins; null on the last one
 * @param caching {@link CachePolicy#shared()} must be the same on all pages of a list
 */
public record ResourcePage(
        List<Resource> resources, @Nullable String nextCursor, CachePolicy caching) {
    /** Takes its own copy of the list. */
    public ResourcePage {
        resources = List.copyOf(resources);
    }

    /** A list of one page, never cached. */
    public static ResourcePage of(List<Resource> resources) {
        return new ResourcePage(resources, null, CachePolicy.LIVE);
    }
}
