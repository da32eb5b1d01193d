package dev.holdfast.mcp;

import dev.holdfast.mcp.internal.flight.Announcements;
import java.util.EnumSet;
import java.util.List;

/**
 * Where a server says that something changed, for whichever clients listen, of both eras and over all transports.
 * Thread-safe; nothing here waits for a client. What happens several times before a client reads of it is told once.
 */
public final class Changes {
    private final Announcements announcements;

    private Changes(Announcements announcements) {
        this.announcements = announcements;
    }

    /**
     * Changes of these kinds; only those are promised to clients.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Changes of(ChangeKind... kinds) {
        if (kinds.length == 0) {
            throw new IllegalArgumentException("There is at least one kind of change to tell of");
        }
        return new Changes(new Announcements(EnumSet.copyOf(List.of(kinds)), SubscriptionSource.OPEN));
    }

    /** Changes of these kinds and of single resources, which {@code source} looks after while somebody listens. */
    public static Changes of(SubscriptionSource source, ChangeKind... kinds) {
        return new Changes(new Announcements(EnumSet.of(ChangeKind.RESOURCE, kinds), source));
    }

    /** What can be read at {@code uri} is something else now. */
    public void resourceUpdated(String uri) {
        announcements.resourceUpdated(uri);
    }

    /** The list of resources is another one. */
    public void resourcesListChanged() {
        announcements.listChanged(ChangeKind.RESOURCES_LIST);
    }

    /** The list of tools is another one. */
    public void toolsListChanged() {
        announcements.listChanged(ChangeKind.TOOLS_LIST);
    }

    /** The list of prompts is another one. */
    public void promptsListChanged() {
        announcements.listChanged(ChangeKind.PROMPTS_LIST);
    }

    /** Who is told of them. */
    Announcements announcements() {
        return announcements;
    }
}
