package dev.holdfast.json;

/** Thrown for a patch that is malformed, or does not apply to the given document. */
public final class JsonPatchException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int NO_OPERATION = -1;
    private static final int LONGEST_QUOTED_PATH = 200;

    private final Reason reason;
    private final String problem;
    private final int operation;
    private final transient JsonPointer path;

    private JsonPatchException(Reason reason, String problem, int operation, JsonPointer path) {
        super(operation == NO_OPERATION ? problem : "operation " + operation + ": " + problem, null, false, true);
        this.reason = reason;
        this.problem = problem;
        this.operation = operation;
        this.path = path;
    }

    /** Why there is no result. */
    public enum Reason {
        /** The patch is not what RFC 6902 sections 3 and 4 describe. */
        MALFORMED,
        /** A path leads to nothing, or its parent cannot hold the value to be added. */
        MISSING_PATH,
        /** A {@code test} found another value. */
        TEST_FAILED,
        /** The result would nest deeper than {@link Json#MAX_DEPTH}. */
        TOO_DEEP
    }

    static JsonPatchException malformed(String problem) {
        return new JsonPatchException(Reason.MALFORMED, problem, NO_OPERATION, JsonPointer.ROOT);
    }

    static JsonPatchException missing(JsonPointer path) {
        return new JsonPatchException(
                Reason.MISSING_PATH, "path " + quoted(path) + " does not exist", NO_OPERATION, path);
    }

    static JsonPatchException rootRemoved() {
        return new JsonPatchException(
                Reason.MALFORMED, "the whole document cannot be removed", NO_OPERATION, JsonPointer.ROOT);
    }

    static JsonPatchException testFailed(JsonPointer path) {
        return new JsonPatchException(
                Reason.TEST_FAILED, "the value at " + quoted(path) + " is another", NO_OPERATION, path);
    }

    static JsonPatchException tooDeep(JsonPointer path) {
        String problem = "the value at " + quoted(path) + " would nest deeper than " + Json.MAX_DEPTH + " levels";
        return new JsonPatchException(Reason.TOO_DEEP, problem, NO_OPERATION, path);
    }

    private static String quoted(JsonPointer path) {
        String text = path.toString();
        return '"' + (text.length() <= LONGEST_QUOTED_PATH ? text : text.substring(0, LONGEST_QUOTED_PATH) + "…") + '"';
    }

    /** This exception with the index of the operation that failed. */
    JsonPatchException in(int index) {
        return new JsonPatchException(reason, problem, index, path);
    }

    /** Why there is no result. */
    public Reason reason() {
        return reason;
    }

    /** The index of the operation that failed, from 0; -1 if it was not one of a patch. */
    public int operation() {
        return operation;
    }

    /** The path that the failure is about; the root if it is about none. */
    public JsonPointer path() {
        return path;
    }
}
