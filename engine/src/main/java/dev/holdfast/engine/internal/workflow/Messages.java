package dev.holdfast.engine.internal.workflow;

/** Messages that a run keeps. */
final class Messages {
    private Messages() {}

    /** As much of a message as is kept. */
    static String kept(String message) {
        if (message.length() <= Bounds.TEXT) {
            return message;
        }
        int end = Character.isHighSurrogate(message.charAt(Bounds.TEXT - 1)) ? Bounds.TEXT - 1 : Bounds.TEXT;
        return message.substring(0, end);
    }
}
