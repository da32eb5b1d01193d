package dev.holdfast.store.file;

import java.io.Serial;

/** Part of a checkpoint cannot be read, so the log must be read instead. {@link LogFolder} does so and asks again. */
final class UnreadableCheckpointException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    UnreadableCheckpointException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
