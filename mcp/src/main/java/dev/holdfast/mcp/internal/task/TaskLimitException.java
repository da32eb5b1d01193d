package dev.holdfast.mcp.internal.task;

import dev.holdfast.json.JsonObject;

/** No further task may begin now. Its failure is for the model, which can wait for a task to end. */
public final class TaskLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String limit;
    private final int actual;
    private final int maximum;

    TaskLimitException(String limit, int actual, int maximum) {
        super("Too many tasks are running", null, false, false);
        this.limit = limit;
        this.actual = actual;
        this.maximum = maximum;
    }

    /** What was exceeded, and what to do. */
    public JsonObject failure() {
        return JsonObject.builder()
                .put("code", "limit")
                .put("limit", limit)
                .put("actual", actual)
                .put("maximum", maximum)
                .put(
                        "hint",
                        "Too many tasks are running, so none was begun. Wait until one has ended, or cancel one, and"
                                + " call again.")
                .build();
    }
}
