package dev.holdfast.store.nats;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import io.nats.client.Message;
import java.util.Arrays;

/** What the API of JetStream answers. */
final class ServerAnswer {
    /** There is no such message. */
    static final int NO_MESSAGE = 10037;

    /** There is no such stream. */
    static final int NO_STREAM = 10059;

    /** A stream of that name has another configuration. */
    static final int OTHER_STREAM = 10058;

    private static final int NO_ERROR = 0;
    private static final int UNREADABLE = -1;
    private static final byte[] ERROR = {'"', 'e', 'r', 'r', 'o', 'r', '"'};
    private static final int FAR_ENOUGH = 1_000;

    private ServerAnswer() {}

    /** The number of the error that is answered; 0 if none is. */
    static int errorCode(Message message) {
        byte[] body = message.getData();
        return mayBeError(body) ? errorCode(json(message)) : NO_ERROR;
    }

    /** An error is short, and a message of a stream may be long: it is not parsed only to find that out. */
    private static boolean mayBeError(byte[] body) {
        for (int i = 0; body.length < FAR_ENOUGH && i + ERROR.length <= body.length; i++) {
            if (Arrays.equals(body, i, i + ERROR.length, ERROR, 0, ERROR.length)) {
                return true;
            }
        }
        return false;
    }

    /** The number of the error in an answer; 0 if there is none. */
    static int errorCode(JsonObject answer) {
        JsonObject error = answer.object("error");
        JsonNumber code = error == null ? null : error.number("err_code");
        return error == null
                ? NO_ERROR
                : code == null ? UNREADABLE : (int) code.exactLong().orElse(UNREADABLE);
    }

    /** The answer as an object; empty if it is none. */
    static JsonObject json(Message message) {
        try {
            return Json.parse(message.getData()) instanceof JsonObject object ? object : JsonObject.EMPTY;
        } catch (JsonParseException e) {
            return JsonObject.EMPTY;
        }
    }
}
