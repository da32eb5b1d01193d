package dev.holdfast.engine.audit;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a call did, or was refused. */
public enum AuditKind {
    /** Looked for a state by a name or a handle that there is not. */
    FIND,
    /** Listed states. */
    LIST,
    /** Opened a state that was there, and was told what it holds. */
    OPEN,
    /** Read a state, now or as it was. */
    READ,
    /** Read its events. */
    HISTORY,
    /** Folded its log again. */
    REPLAY,
    /** Waited for a change of it. */
    WAIT,
    /** Began to be told of its events. */
    OBSERVE,
    /** Read the questions that are open in it. */
    QUESTIONS,
    /** Read the audit log. */
    AUDIT,
    /** Created a state. */
    CREATE,
    /** Wrote to its document, or planned to. */
    WRITE,
    /** Undid, redid or restored. */
    UNDO,
    /** Merged another state into it. */
    MERGE,
    /** Changed its settings. */
    CONFIGURE,
    /** Closed it. */
    CLOSE,
    /** Brought it back. */
    REOPEN,
    /** Used it, so that it lives longer. */
    RENEW,
    /** Acquired, renewed or released a lease. */
    LEASE,
    /** Changed what a principal may do with it. */
    SHARE,
    /** Took what it was given, by using it for the first time. */
    ACCEPT,
    /** Sent an event to its machine. */
    SEND,
    /** Asked something of the run that it is. */
    RUN,
    /** Put a question in it to a person. */
    ASK,
    /** Answered a question. */
    ANSWER,
    /** Withdrew a question. */
    WITHDRAW,
    /** Removed history that it does not keep. */
    COMPACT,
    /** Erased it. */
    ERASE,
    /** Ended that the store keeps an audit log. */
    END_AUDIT,
    /** Any of these, where many refusals are told together. */
    ANY;

    private static final Map<String, AuditKind> BY_WIRE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(AuditKind::wire, Function.identity()));

    /** The kind as it is stored and shown. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind that is written so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static AuditKind of(String wire) {
        AuditKind kind = BY_WIRE.get(wire);
        if (kind == null) {
            throw new IllegalArgumentException("there is no kind of audit entry that is called so");
        }
        return kind;
    }
}
