package dev.holdfast.mcp;

/** A kind of change that clients can subscribe to (specification, subscriptions). */
public enum ChangeKind {
    /** The list of tools changed. */
    TOOLS_LIST("toolsListChanged", "notifications/tools/list_changed"),
    /** The list of prompts changed. */
    PROMPTS_LIST("promptsListChanged", "notifications/prompts/list_changed"),
    /** The list of resources changed. */
    RESOURCES_LIST("resourcesListChanged", "notifications/resources/list_changed"),
    /** The contents of one resource changed. */
    RESOURCE("resourceSubscriptions", "notifications/resources/updated");

    private final String wish;
    private final String notification;

    ChangeKind(String wish, String notification) {
        this.wish = wish;
        this.notification = notification;
    }

    /** The member of {@code params.notifications} that subscribes to it. */
    public String wish() {
        return wish;
    }

    /** The method of the notification. */
    public String notification() {
        return notification;
    }
}
