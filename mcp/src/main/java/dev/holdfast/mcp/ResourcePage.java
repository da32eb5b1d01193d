package dev.holdfast.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of resources.
 *
 * @param nextCursor where the next page begins; null on the last one
 * @param caching whether it is shared must be the same on all pages of a list
 */
public record ResourcePage(
        List<Resource> resources, @Nullable String nextCursor, CachePolicy caching) {
    /** Takes its own copy of the list. */
    public ResourcePage {
        resources = List.copyOf(resources);
    }

    /** All there is, private and stale at once. */
    public static ResourcePage of(List<Resource> resources) {
        return new ResourcePage(resources, null, CachePolicy.LIVE);
    }
}
