package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Names;
import dev.holdfast.engine.internal.call.Opening;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;

/**
 * Makes new states of exported values, each by the ordinary command that its owner would send. The command has an id
 * that comes from the export and the state, so that a second import of the file finds what the first one made.
 */
final class ValueImport {
    private final Engine engine;
    private final ExportLine.Title title;
    private final Outcomes outcomes;

    ValueImport(Engine engine, ExportLine.Title title, Outcomes outcomes) {
        this.engine = engine;
        this.title = title;
        this.outcomes = outcomes;
    }

    void run(Path file, long end) {
        try (ExportReader reader = ExportReader.open(file)) {
            while (reader.offset() < end) {
                ExportLine line = reader.next();
                if (line instanceof ExportLine.Value(JsonObject value)) {
                    take(value, reader);
                } else if (line instanceof ExportLine.Damaged(StateId state)) {
                    outcomes.left(state, Imported.Reason.DAMAGED);
                }
            }
        }
    }

    private void take(JsonObject value, ExportReader reader) {
        String state = value.string("state");
        JsonObject document = value.object("document");
        JsonObject settings = value.object("settings");
        if (state == null || document == null || settings == null) {
            throw reader.wrong("a value has a state, a document and settings");
        }
        StateId id = new StateId(state);
        try {
            open(id, document, Settings.parse(settings));
        } catch (HoldfastException e) {
            if (e.failure().code() == Failure.Code.UNAVAILABLE) {
                throw e;
            }
            boolean taken = e.failure().code() == Failure.Code.OP_REUSED;
            outcomes.left(id, taken ? Imported.Reason.OTHER_CHAIN : Imported.Reason.REFUSED);
        }
    }

    private void open(StateId id, JsonObject document, Settings settings) {
        Principal owner = Principal.parse(settings.owner());
        StateSpec spec = settings.name() == null ? StateSpec.unnamed() : StateSpec.named(settings.name());
        boolean session = settings.lifetime() == Lifetime.SESSION;
        Opening.Result opened = new Opening(
                        engine,
                        owner,
                        new Names(engine),
                        spec.labels(settings.labels())
                                .lifetime(settings.lifetime())
                                .idleTtl(session ? settings.idleTtl() : null)
                                .keep(settings.keep())
                                .schema(settings.constraints().schema())
                                .rules(settings.constraints().rules())
                                .data(document)
                                .commandId("import-" + title.id() + "-" + id.value()))
                .open();
        if (opened.created() && !opened.replayed()) {
            outcomes.created();
            outcomes.events(1);
        } else if (opened.replayed()) {
            outcomes.same();
        } else {
            outcomes.left(id, Imported.Reason.NAME_TAKEN);
        }
    }
}
