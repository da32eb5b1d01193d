package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.internal.decision.Change;

/** What a change is called in the audit log. */
final class Deeds {
    private Deeds() {}

    static AuditKind kindOf(Change change) {
        return switch (change) {
            case Change.Create create -> AuditKind.CREATE;
            case Change.Operate operate -> AuditKind.WRITE;
            case Change.TakeBack takeBack -> AuditKind.UNDO;
            case Change.TakeIn takeIn -> AuditKind.MERGE;
            case Change.Configure configure -> AuditKind.CONFIGURE;
            case Change.Close close -> AuditKind.CLOSE;
            case Change.Reopen reopen -> AuditKind.REOPEN;
            case Change.Renew renew -> AuditKind.RENEW;
            case Change.Lease lease -> AuditKind.LEASE;
            case Change.Send send -> AuditKind.SEND;
            case Change.Advance advance -> AuditKind.RUN;
            case Change.Ask ask -> AuditKind.ASK;
            case Change.Answer answer -> AuditKind.ANSWER;
            case Change.Withdraw withdraw -> AuditKind.WITHDRAW;
            case Change.Share share -> AuditKind.SHARE;
            case Change.Accept accept -> AuditKind.ACCEPT;
            case Change.Erase erase -> AuditKind.ERASE;
            case Change.FireTimers fire -> AuditKind.ANY; // the engine's own, which is not written down
            case Change.Seal seal -> AuditKind.ANY; // the same
        };
    }
}
