package dev.holdfast.mcp.internal.flight;

/** A client did not answer a request for input. The message is for the model or, for a prompt or resource, the user. */
public final class UnansweredException extends Exception {
    private static final long serialVersionUID = 1;

    private UnansweredException(String message) {
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    static UnansweredException late(String method) {
        return new UnansweredException("The client did not answer " + method + " in time");
    }

    static UnansweredException gone(String method) {
        return new UnansweredException("The client left before it answered " + method);
    }

    static UnansweredException refused(String method) {
        return new UnansweredException("The client answered " + method + " with an error");
    }

    public static UnansweredException incapable(String capabilities) {
        return new UnansweredException("This needs client capabilities that were not declared: " + capabilities);
    }

    public static UnansweredException noStream() {
        return new UnansweredException("This needs input from the client, which takes an event stream and no batch");
    }

    public static UnansweredException endless(int rounds) {
        return new UnansweredException("This asked the client for input " + rounds + " times without finishing");
    }
}
