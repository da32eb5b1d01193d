package dev.holdfast.testkit.custody;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditPage;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.StoreFixture;
import java.util.ArrayList;
import java.util.List;

/** A store with an audit log on a store of its own. */
public interface AuditFixture extends StoreFixture {
    /** Who reads the audit log in tests. */
    Principal AUDITOR = Principal.of("auditor");

    /** Opens another client of the store of the audit log. The engine closes it. */
    CommitLog openAudit();

    /** An engine with an audit log. */
    default Holdfast audited() {
        return engine(open()).audited(Auditing.in(this::openAudit)).open();
    }

    /** All entries that a query finds, page by page, but for those that its own reading leaves. */
    static List<AuditEntry> entries(Holdfast holdfast, AuditQuery query) {
        List<AuditEntry> found = new ArrayList<>();
        AuditPage page = holdfast.audit().orElseThrow().read(AUDITOR, query);
        found.addAll(page.entries());
        while (page.next() != null) {
            page = holdfast.audit().orElseThrow().read(AUDITOR, query.page(page.next(), query.max()));
            found.addAll(page.entries());
        }
        found.removeIf(entry -> entry.principal().equals(AUDITOR.id()));
        return found;
    }

    /** All entries of a principal, each as one short text. */
    static List<String> deeds(Holdfast holdfast, Principal principal) {
        return entries(holdfast, AuditQuery.ALL.of(principal.id())).stream()
                .map(entry -> entry.did().wire() + " " + entry.outcome()
                        + (entry.revision() == 0 ? "" : " " + entry.revision()))
                .toList();
    }
}
