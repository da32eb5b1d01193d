package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Answered;
import dev.holdfast.engine.Asked;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Question;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.Resolution;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.follow.Moved;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Questions;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.RunQuestions;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.engine.spi.StateId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls about questions to people: one puts one, one ends one, one waits until it has ended. */
public final class Answering {
    /** Of an answer, in characters. */
    private static final int LONGEST_NOTE = 500;

    private final Engine engine;
    private final Principal principal;
    private final StateId id;

    public Answering(Engine engine, Principal principal, StateId id) {
        this.engine = engine;
        this.principal = principal;
        this.id = id;
    }

    public Asked ask(QuestionSpec spec) {
        CommandOutcome.Done done = execute(spec.commandId(), new Change.Ask(spec));
        String question = Questions.id(done.revision());
        Image then = then(done);
        Question asked = then == null ? null : then.facts().questions().open().get(question);
        return new Asked(done.revision(), question, asked, done.replayed());
    }

    /**
     * Answers a question.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code invalid} if the note is too long
     */
    public Answered answer(String question, String choice, @Nullable String note, @Nullable String commandId) {
        if (note != null && note.length() > LONGEST_NOTE) {
            throw Failure.invalid("note", "The note of an answer has at most " + LONGEST_NOTE + " characters.")
                    .toException();
        }
        Image image = new Reading(engine, principal, id).current();
        boolean ofRun = RunQuestions.isOfRun(image, question)
                && !image.facts().questions().open().containsKey(question);
        return end(
                question,
                commandId,
                ofRun
                        ? new Change.Advance(new RunRequest.Answer(question, choice, note))
                        : new Change.Answer(question, choice, note));
    }

    public Answered withdraw(String question, @Nullable String commandId) {
        return end(question, commandId, new Change.Withdraw(question));
    }

    /**
     * Waits until a question has ended.
     *
     * @param current reads the present state; throws if the caller may not see it
     * @return how it ended; empty if it is still open
     */
    @SuppressWarnings("try") // the subscription is held, not used
    public Optional<Resolution> await(String question, Duration timeout, Supplier<Image> current)
            throws InterruptedException {
        Moved moved = new Moved();
        long deadline = System.nanoTime() + timeout.toNanos();
        // Subscribe first and read second, so that no end in between is missed.
        try (Subscription subscription = engine.tailer().listen(id, moved)) {
            Optional<Resolution> ended = ended(question, current.get());
            while (ended.isEmpty() && moved.await(deadline - System.nanoTime())) {
                ended = ended(question, current.get());
            }
            // The answer tells the present, whether or not the feed has told of it.
            return ended.isEmpty() ? ended(question, current.get()) : ended;
        }
    }

    private static Optional<Resolution> ended(String question, Image now) {
        Resolution resolution = RunQuestions.resolution(now, question);
        if (resolution == null
                && !RunQuestions.isOfRun(now, question)
                && !now.facts().questions().open().containsKey(question)) {
            throw Refusals.noSuchQuestion(question).toException();
        }
        return Optional.ofNullable(resolution);
    }

    private Answered end(String question, @Nullable String commandId, Change.Direct change) {
        CommandOutcome.Done done = execute(commandId, change);
        Image then = then(done);
        Resolution resolution = then == null ? null : RunQuestions.resolution(then, question);
        boolean again = done.how() != CommandOutcome.How.COMMITTED;
        return new Answered(done.revision(), resolution, again);
    }

    private @Nullable Image then(CommandOutcome.Done done) {
        return done.then(revision -> engine.past(principal, id, revision));
    }

    private CommandOutcome.Done execute(@Nullable String commandId, Change.Direct change) {
        return engine.execute(Command.of(id, principal, commandId, change)).done();
    }
}
