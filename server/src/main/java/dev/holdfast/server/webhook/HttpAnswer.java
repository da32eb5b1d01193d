package dev.holdfast.server.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one request to a receiver. */
sealed interface HttpAnswer {
    /**
     * The receiver answered.
     *
     * @param code the status
     * @param retryAfter how long it asks to wait; null if it does not
     * @param body its beginning, as far as it was asked for, read as UTF-8
     */
    record Status(int code, @Nullable Duration retryAfter, String body) implements HttpAnswer {
        private static final int GONE = 410;
        private static final int TOO_LARGE = 413;

        boolean isSuccess() {
            return code / 100 == 2;
        }

        /** The receiver wants this one event neither now nor later. */
        boolean isDeclined() {
            return code == GONE || code == TOO_LARGE;
        }
    }

    /** It did not. */
    record Failed(Trouble why) implements HttpAnswer {}
}
