package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a command asks for. */
public sealed interface Change {
    /**
     * A change that says all that its caller asked for. The others are worked out first, by a call that reads one state
     * or several, and that knows what it was asked for.
     */
    sealed interface Direct extends Change {
        /**
         * The arguments as retries are compared by: the same arguments of another kind of change are other arguments.
         */
        default JsonObject arguments() {
            return switch (this) {
                case Operate(Write write) -> write.toJson();
                case Configure(JsonObject settings) -> JsonObject.of("configure", settings);
                case Close close -> JsonObject.of("close", Json.of(true));
                case Reopen reopen -> JsonObject.of("reopen", Json.of(true));
                case Renew renew -> JsonObject.of("renew", Json.of(true));
                case Seal seal -> JsonObject.of("seal", Json.of(true));
                case Lease(LeaseRequest request) -> request.toJson();
                case Share(Principal principal, Access access) ->
                    JsonObject.of("share", Json.of(principal.id()), "access", Json.of(access.wire()));
                case Accept accept -> JsonObject.of("accept", Json.of(true));
                case Erase erase -> {
                    JsonObject whole = JsonObject.of("erase", Json.of(true));
                    Long revision = erase.revision();
                    yield revision == null ? whole : whole.with("revision", Json.of(revision));
                }
                case Send(MachineEvent event, Long ifRevision, String note) ->
                    JsonObject.builder()
                            .put("send", event.toJson())
                            .putIfPresent("if_revision", ifRevision == null ? null : Json.of(ifRevision))
                            .putIfPresent("note", note == null ? null : Json.of(note))
                            .build();
                case Ask(QuestionSpec question) -> question.toJson();
                case Answer(String question, String choice, String note) ->
                    JsonObject.builder()
                            .put("answer", question)
                            .put("choice", choice)
                            .putIfPresent("note", note == null ? null : Json.of(note))
                            .build();
                case Withdraw(String question) -> JsonObject.of("withdraw", Json.of(question));
                case Advance(RunRequest request) -> JsonObject.of("advance", request.toJson());
                case FireTimers fire -> JsonObject.of("fire_timers", Json.of(true));
            };
        }
    }

    /**
     * Bring a state into being; refused if it exists.
     *
     * @param settings its settings
     * @param data its first document
     * @param configuration what is active in its machine already; null for a machine that starts, or none
     * @param origin what it is a fork of
     * @param known up to which revisions of yet others it has come from them
     * @param start how the run begins that its document is; null for one that was copied, or none
     */
    record Create(
            Settings settings,
            JsonObject data,
            @Nullable Configuration configuration,
            @Nullable Version origin,
            SortedMap<String, Long> known,
            RunRequest.@Nullable Start start)
            implements Change {
        /** One that is no fork. */
        public static Create of(Settings settings, JsonObject data) {
            return new Create(settings, data, null, null, Collections.emptySortedMap(), null);
        }

        /** One whose document is a run that begins. */
        public static Create of(Settings settings, RunRequest.Start start) {
            return new Create(settings, JsonObject.EMPTY, null, null, Collections.emptySortedMap(), start);
        }
    }

    /** Change the document. */
    record Operate(Write write) implements Direct {}

    /**
     * Take back, bring back or restore. Worked out beforehand on the log, and bound to the document it was worked out
     * on.
     *
     * @param type the kind of event to record
     * @param basis what it is bound to
     * @param patch what changes
     * @param after the document it leads to
     * @param merges how what is merged of other states changes, as a merge patch of the system facts; null if it does
     *     not
     * @param configuration what is active in its machine then; null if that does not change
     * @param cause the revisions it answers to
     */
    record TakeBack(
            EventType type,
            Basis basis,
            JsonPatch patch,
            JsonObject after,
            @Nullable JsonObject merges,
            @Nullable Configuration configuration,
            Cause cause)
            implements Change {}

    /**
     * Take in what another state has changed. Worked out beforehand, like taking back.
     *
     * @param basis what it is bound to
     * @param from what is merged
     * @param patch what changes
     * @param after the document it leads to
     * @param known up to which revisions of others the state has come from them then, where that changes; 0 for not at
     *     all
     * @param configuration what is active in its machine then; null if that does not change
     */
    record TakeIn(
            Basis basis,
            Version from,
            JsonPatch patch,
            JsonObject after,
            SortedMap<String, Long> known,
            @Nullable Configuration configuration)
            implements Change {}

    /** Change settings, by a merge patch of their JSON form. */
    record Configure(JsonObject settings) implements Direct {}

    /** End the state for now. */
    record Close() implements Direct {}

    /** Bring a closed or expired state back, with or without its name. */
    record Reopen(boolean keepName) implements Direct {}

    /** Count as use, so that a session does not run out. */
    record Renew() implements Direct {}

    /** Change nothing, by an event that is sealed and can stand in the place of a base in clear. */
    record Seal() implements Direct {}

    /** Acquire, renew or release a lease. */
    record Lease(LeaseRequest request) implements Direct {}

    /**
     * Send an event to the machine.
     *
     * @param ifRevision only if no event after this revision moved the machine or changed the document
     */
    record Send(
            MachineEvent event,
            @Nullable Long ifRevision,
            @Nullable String note) implements Direct {}

    /** Ask something of the run that the document is. */
    record Advance(RunRequest request) implements Direct {
        /** Whether it may be asked of a run whose state has ended, too. */
        boolean outlives() {
            return request instanceof RunRequest.ParentTold;
        }
    }

    /** Put a question to a person. */
    record Ask(QuestionSpec question) implements Direct {}

    /**
     * Answer a question that is open.
     *
     * @param question its id
     * @param choice one of its choices
     * @param note what the actor adds
     */
    record Answer(String question, String choice, @Nullable String note) implements Direct {}

    /** End a question that needs no answer any more. */
    record Withdraw(String question) implements Direct {}

    /** Let another principal use the state, or no longer, or give it to them. */
    record Share(Principal principal, Access access) implements Direct {}

    /** Take what the actor was given. */
    record Accept() implements Direct {}

    /**
     * End the state for good.
     *
     * @param revision only if this is the newest revision; null for any
     */
    record Erase(@Nullable Long revision) implements Direct {
        boolean isAbout(Image image) {
            return revision == null || revision == image.revision();
        }
    }

    /** Nothing but what time asks for, which comes before every command. */
    record FireTimers() implements Direct {}

    /** What the actor must be allowed. */
    default Access needs(Principal actor) {
        return switch (this) {
            case Renew renew -> Access.READ;
            case FireTimers fire -> Access.READ;
            case Accept accept -> Access.READ;
            case Answer answer -> Access.READ;
            case Withdraw withdraw -> Access.READ;
            case Operate operate -> Access.WRITE;
            case TakeBack takeBack -> Access.WRITE;
            case TakeIn takeIn -> Access.WRITE;
            case Lease lease -> Access.WRITE;
            case Ask ask -> Access.WRITE;
            case Send send -> Access.WRITE;
            case Advance(RunRequest request) -> request instanceof RunRequest.Answer ? Access.READ : Access.WRITE;
            case Create create -> Access.READ;
            case Configure configure -> Access.ADMIN;
            case Seal seal -> Access.ADMIN;
            case Close close -> Access.ADMIN;
            case Reopen reopen -> Access.ADMIN;
            case Erase erase -> Access.OWNER;
            case Share(Principal principal, Access access) -> {
                boolean leaves = access == Access.NONE && principal.equals(actor);
                yield access == Access.OWNER ? Access.OWNER : leaves ? Access.READ : Access.ADMIN;
            }
        };
    }
}
