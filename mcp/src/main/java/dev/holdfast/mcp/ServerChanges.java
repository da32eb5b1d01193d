package dev.holdfast.mcp;

import dev.holdfast.mcp.internal.flight.Announcements;
import java.util.EnumSet;
import java.util.List;

/**
 * Publishes changes to all clients that listen, of both eras and over all transports. Thread-safe; never waits for a
 * client. Several equal changes are sent once if the client has not read the first yet.
 */
public final class ServerChanges {
    private final Announcements announcements;

    private ServerChanges(Announcements announcements) {
        this.announcements = announcements;
    }

    /**
     * Publishes changes of these kinds; only these are advertised to clients.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static ServerChanges of(ChangeKind... kinds) {
        if (kinds.length == 0) {
            throw new IllegalArgumentException("At least one kind of change is needed");
        }
        return new ServerChanges(new Announcements(EnumSet.copyOf(List.of(kinds)), SubscriptionSource.OPEN));
    }

    /**
     * Publishes changes of these kinds and of single resources; {@code source} watches a resource while a client
     * listens to it.
     */
    public static ServerChanges of(SubscriptionSource source, ChangeKind... kinds) {
        return new ServerChanges(new Announcements(EnumSet.of(ChangeKind.RESOURCE, kinds), source));
    }

    /** The contents of the resource {@code uri} changed. */
    public void resourceUpdated(String uri) {
        announcements.resourceUpdated(uri);
    }

    /** The list of resources changed. */
    public void resourcesListChanged() {
        announcements.listChanged(ChangeKind.RESOURCES_LIST);
    }

    /** The list of tools changed. */
    public void toolsListChanged() {
        announcements.listChanged(ChangeKind.TOOLS_LIST);
    }

    /** The list of prompts changed. */
    public void promptsListChanged() {
        announcements.listChanged(ChangeKind.PROMPTS_LIST);
    }

    /** The listeners that are notified. */
    Announcements announcements() {
        return announcements;
    }

    @Override
    public String toString() {
        return "ServerChanges";
    }
}
