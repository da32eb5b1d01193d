package dev.holdfast.mcp;

/** A kind of change that clients may ask to be told about (specification, subscriptions). */
public enum ChangeKind {
    /** The list of tools is another one. */
    TOOLS_LIST("toolsListChanged", "notifications/tools/list_changed"),
    /** The list of prompts is another one. */
    PROMPTS_LIST("promptsListChanged", "notifications/prompts/list_changed"),
    /** The list of resources is another one. */
    RESOURCES_LIST("resourcesListChanged", "notifications/resources/list_changed"),
    /** What can be read at one URI is something else. */
    RESOURCE("resourceSubscriptions", "notifications/resources/updated");

    private final String wish;
    private final String notification;

    ChangeKind(String wish, String notification) {
        this.wish = wish;
        this.notification = notification;
    }

    /** The member of {@code params.notifications} that asks for it. */
    public String wish() {
        return wish;
    }

    /** The method that tells of it. */
    public String notification() {
        return notification;
    }
}
