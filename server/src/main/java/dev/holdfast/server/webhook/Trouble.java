package dev.holdfast.server.webhook;

import java.util.Locale;

/** Why a delivery failed, in the words of the extension: no more of it is told or kept. */
enum Trouble {
    /** No connection, no such host, or an address that may not be sent to. */
    CONNECTION_REFUSED,
    /** No answer in time. */
    TIMEOUT,
    /** No secure connection. */
    TLS_ERROR,
    /** An answer that is no success, and no fault of the receiver's server. */
    HTTP_4XX,
    /** A fault of the receiver's server, or no answer in HTTP. */
    HTTP_5XX,
    /** The receiver did not show that it wants events. */
    CHALLENGE_FAILED;

    private static final int SERVER_FAULTS = 500;

    static Trouble of(int status) {
        return status >= SERVER_FAULTS ? HTTP_5XX : HTTP_4XX;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
