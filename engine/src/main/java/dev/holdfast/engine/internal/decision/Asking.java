package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Question;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.Resolution;
import dev.holdfast.engine.internal.image.EventDraft;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Questions;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.Rights;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.time.Instant;

/** Decides what becomes of questions to people: asked, answered once, withdrawn, or over. */
final class Asking {
    private static final int MOST = 20;

    private Asking() {}

    static Decision ask(Image image, Principal actor, QuestionSpec spec, Instant now) {
        int open = image.facts().questions().open().size();
        if (open >= MOST) {
            return new Decision.Rejected(Refusals.limit(
                    "questions", open + 1L, MOST, "Wait for answers, or withdraw questions that need none."));
        }
        String of = spec.of();
        if (of != null && Rights.of(image, new Principal(of)) == Access.NONE) {
            return new Decision.Rejected(Failure.invalid(
                    "of", "Whom you ask must see the state: share it with them first, for reading at least."));
        }
        String id = Questions.id(image.revision() + 1);
        JsonObject system = Questions.asked(id, spec, actor.id(), now);
        Question question = new Question(id, spec.text(), spec.choices(), actor.id(), of, now, null, null);
        return of != null && !question.isFor(new Principal(of))
                ? new Decision.Rejected(Failure.invalid("of", "The one who asks cannot be the one who answers."))
                : new Decision.Accepted(EventDraft.beside(EventType.ASKED, image, system));
    }

    static Decision answer(Image image, Principal actor, Change.Answer answer, Instant now) {
        Question question = image.facts().questions().open().get(answer.question());
        if (question == null) {
            return notOpen(image, answer.question());
        } else if (!question.isFor(actor)) {
            return new Decision.Rejected(notForYou(question));
        } else if (!question.choices().contains(answer.choice())) {
            JsonObject facts = JsonObject.of("argument", Json.of("choice"), "choices", strings(question));
            return new Decision.Rejected(
                    new Failure(Failure.Code.INVALID, facts, "The answer is one of the choices given here."));
        }
        Resolution resolution =
                new Resolution(question.id(), Resolution.How.ANSWERED, answer.choice(), actor.id(), now, answer.note());
        return new Decision.Accepted(ended(EventType.ANSWERED, image, resolution));
    }

    static Decision withdraw(Image image, Principal actor, String id, Instant now) {
        Question question = image.facts().questions().open().get(id);
        if (question == null) {
            return notOpen(image, id);
        } else if (!question.by().equals(actor.id()) && !Rights.of(image, actor).includes(Access.ADMIN)) {
            return new Decision.Rejected(new Failure(
                    Failure.Code.FORBIDDEN,
                    JsonObject.of("question", Json.of(id), "asked_by", Json.of(question.by())),
                    "A question is withdrawn by the one who asked it, or by an administrator of the state."));
        }
        Resolution withdrawn = new Resolution(id, Resolution.How.WITHDRAWN, null, actor.id(), now, null);
        return new Decision.Accepted(ended(EventType.LAPSED, image, withdrawn));
    }

    /** The event that ends a question. The document is not touched, and so neither are undo and preconditions. */
    static EventDraft ended(EventType type, Image image, Resolution resolution) {
        String note = resolution.how() == Resolution.How.ANSWERED
                ? resolution.note()
                : resolution.how().wire();
        return new EventDraft(
                type,
                JsonPatch.EMPTY,
                image.document(),
                image.facts().questions().resolved(resolution),
                note,
                new Cause.Resolves(resolution.question(), resolution.choice()));
    }

    private static Decision notOpen(Image image, String id) {
        Resolution resolution = image.facts().questions().resolved().get(id);
        return new Decision.Rejected(resolution == null ? Refusals.noSuchQuestion(id) : Refusals.resolved(resolution));
    }

    private static Failure notForYou(Question question) {
        String of = question.of();
        JsonObject facts = JsonObject.builder()
                .put("question", question.id())
                .put("asked_by", question.by())
                .putIfPresent("asked_of", of == null ? null : Json.of(of))
                .build();
        return new Failure(
                Failure.Code.FORBIDDEN,
                facts,
                "Only the one asked may answer; if none is named, any other than the one who asks.");
    }

    private static JsonArray strings(Question question) {
        return JsonArray.copyOf(question.choices().stream().map(Json::of).toList());
    }
}
