package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.internal.call.AuditClaim;
import dev.holdfast.engine.internal.call.Timeline;
import dev.holdfast.engine.internal.history.CommitWalk;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.history.Relocation;
import dev.holdfast.engine.internal.history.StateSurvey;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.image.Claims;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.ExportSelection;
import dev.holdfast.engine.moving.Exported;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Writes states of a store, while it is in use: each as it is when its turn comes. One use writes one export. States
 * come first and their names after them, so that in a store that has only a part of it no name leads nowhere.
 */
public final class Exporting {
    /** What a whole history follows. */
    private static final Head.Live BEGINNING = new Head.Live(0, Image.NO_HASH);

    private final CommitLog log;
    private final History history;
    private final ExportContent content;
    private final ExportWriter writer;
    private final StateSurvey survey;
    private final ExportLine.Title title;

    /**
     * Prepares an export.
     *
     * @param id tells this export from all others
     * @param out what is written to; it is flushed, not closed
     */
    public Exporting(CommitLog log, History history, ExportContent content, String id, Instant at, OutputStream out) {
        this.log = log;
        this.history = history;
        this.content = content;
        this.writer = new ExportWriter(out);
        this.survey = new StateSurvey(log, history);
        this.title = ExportLine.Title.of(id, content, log, history, at);
    }

    /**
     * Writes all of it. Of a state that is damaged it is only written that it is.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code not_found} if there is no such state
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the store cannot be read
     * @throws java.io.UncheckedIOException if the output fails
     */
    public Exported write(ExportSelection selection, Progress progress) {
        writer.title(title);
        switch (selection) {
            case ExportSelection.All all -> all(progress);
            case ExportSelection.Only(Set<StateId> handles) -> only(handles, progress);
            case ExportSelection.Of of -> of(of, progress);
        }
        return writer.end(survey.damages());
    }

    private void all(Progress progress) {
        long handles = survey.walk(
                HeaderFilter.ALL, StateId::isHandle, progress, listed -> state(listed.id(), listed.header()));
        if (content == ExportContent.HISTORY) {
            survey.walk(
                    HeaderFilter.ALL,
                    id -> !id.isHandle() && !isOfTheStore(id),
                    more -> progress.done(handles + more),
                    listed -> state(listed.id(), listed.header()));
        }
    }

    /** What a store says of itself is not said of another one. */
    static boolean isOfTheStore(StateId id) {
        return id.equals(Sealing.CUSTODY)
                || id.equals(Timeline.ID)
                || id.equals(Relocation.ID)
                || id.equals(AuditClaim.ID);
    }

    private void only(Set<StateId> handles, Progress progress) {
        long done = 0;
        for (StateId id : handles) {
            boolean sound = survey.look(id, () -> {
                Image image = history.load(id).image();
                if (!image.exists() || !id.isHandle()) {
                    throw Failure.notFound(id.value()).toException();
                }
                StateHeader header = image.header();
                state(id, header);
                name(id, header);
            });
            if (!sound) {
                writer.damaged(id);
            }
            progress.done(++done);
        }
    }

    private void of(ExportSelection.Of of, Progress progress) {
        String owner = of.owner().id();
        HeaderFilter filter = new HeaderFilter(owner, of.namePrefix(), Map.of(), null, null, null);
        survey.walk(filter, StateId::isHandle, progress, listed -> {
            if (listed.header().owner().equals(owner)) {
                state(listed.id(), listed.header());
                name(listed.id(), listed.header());
            }
        });
    }

    private void state(StateId id, StateHeader header) {
        boolean sound = survey.look(id, () -> {
            switch (content) {
                case HISTORY -> new StateExport(log, history.stored(), writer).write(id, header, BEGINNING);
                case OPENED -> opened(id, header);
                case VALUES -> value(id, header);
            }
        });
        if (!sound) {
            writer.damaged(id);
        }
    }

    /** The claim by which a state is found by its name, if it still has it. */
    private void name(StateId id, StateHeader header) {
        String name = header.name();
        if (name == null || content != ExportContent.HISTORY) {
            return;
        }
        StateId claim = new Claims(history.stored().sealing().names()).ofName(new Principal(header.owner()), name);
        survey.look(claim, () -> {
            Image image = history.load(claim).image();
            if (id.value().equals(image.document().string("handle"))) {
                state(claim, image.header());
            }
        });
    }

    private void value(StateId id, StateHeader header) {
        CommitWalk.of(log, id, base -> {}, commit -> {}); // A value has no hash that would show what was altered.
        Image image = history.load(id).image();
        if (header.phase() == Phase.CLOSED || !image.exists()) {
            return;
        }
        Settings settings = image.settings();
        writer.value(JsonObject.builder()
                .put("document", image.document())
                .put("revision", image.revision())
                .put("settings", settings.toJson())
                .put("state", id.value())
                .build());
    }

    private void opened(StateId id, StateHeader header) {
        if (!(log.head(id, Consistency.LINEARIZABLE) instanceof Head.Live)) {
            return;
        }
        writer.begin(id, 0, header);
        StoredEvents stored = history.stored();
        Head end = CommitWalk.of(
                log,
                id,
                base -> writer.opened(JsonObject.of(
                        "state", Json.of(id.value()),
                        "rev", Json.of(base.revision()),
                        "document", stored.image(id, base).document())),
                commit -> writer.opened(OpenedEvents.toJson(stored.decode(id, commit))));
        if (end instanceof Head.Live(long revision, Bytes hash)) {
            writer.done(id, revision, hash);
        } else {
            writer.erased(id);
        }
    }
}
