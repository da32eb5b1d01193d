package dev.holdfast.engine.conversation;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Listing;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Conversations of a principal, each a state with a key for each message, so that a turn adds an event as long as its
 * own messages, whatever the length of the conversation. Made for libraries whose chat memories read a whole list,
 * change it, and hand it back: what others added meanwhile is kept.
 *
 * <p>Safe for use by many threads, instances and processes. Methods throw {@link HoldfastException} if refused.
 */
public final class Conversations {
    private static final String LABEL = "conversations";
    private static final int ROUNDS = 1_000;
    private static final int PAGE = 1_000;

    private final Supplier<States> states;
    private final String kind;
    private final UnaryOperator<StateSpec> settings;

    /** What this thread read or stored last. A list that it hands back was made from that. */
    @SuppressWarnings("ThreadLocalUsage") // each has its own, and lives as long as what uses it
    private final ThreadLocal<Seen> seen = new ThreadLocal<>();

    private record Seen(Principal by, String id, List<StoredMessage> messages) {
        boolean isOf(Principal principal, String conversation) {
            return by.equals(principal) && id.equals(conversation);
        }
    }

    private Conversations(Supplier<States> states, String kind, UnaryOperator<StateSpec> settings) {
        this.states = states;
        this.kind = kind;
        this.settings = settings;
    }

    /**
     * Conversations as states named {@code KIND/ID}.
     *
     * @param kind the beginning of their names, such as {@code chat}
     */
    public static Conversations of(States states, String kind) {
        return ofCaller(() -> states, kind);
    }

    /**
     * The conversations of the caller of each call.
     *
     * @param states asked in each call for the states as its caller sees them
     */
    public static Conversations ofCaller(Supplier<States> states, String kind) {
        return new Conversations(states, kind, spec -> spec);
    }

    /**
     * The same with other settings for conversations that are new, such as how much history they keep or how long they
     * live unused.
     */
    public Conversations with(UnaryOperator<StateSpec> more) {
        return new Conversations(states, kind, spec -> more.apply(settings.apply(spec)));
    }

    /** The messages now, in order; none if there is no such conversation. The thread that asked has seen them. */
    public List<Json> messages(String id) {
        List<StoredMessage> stored = find(id).flatMap(state -> unlessGone(state::read))
                .map(view -> MessageList.of(view).messages())
                .orElse(List.of());
        seen.set(new Seen(states.get().principal(), id, stored));
        return stored.stream().map(StoredMessage::message).toList();
    }

    /** Adds messages at the end, whatever others add meanwhile. */
    public void append(String id, List<Json> messages) {
        if (!messages.isEmpty()) {
            commit(id, messages, now -> List.of());
        }
    }

    /**
     * Makes the conversation what the caller made of the messages that its thread saw last: what is missing is removed,
     * what is new is added, and messages that others added meanwhile stay. A thread that has seen none of this
     * conversation replaces what is there.
     */
    public void update(String id, List<Json> messages) {
        Seen last = seen.get();
        List<StoredMessage> base = last != null && last.isOf(states.get().principal(), id) ? last.messages() : null;
        List<StoredMessage> stored = commit(id, messages, now -> base == null ? now.messages() : base);
        seen.set(new Seen(states.get().principal(), id, stored));
    }

    /**
     * Ends the conversation: it is empty at once, and removed for good in seven days, until when it can be reopened by
     * its handle.
     */
    public void delete(String id) {
        find(id).ifPresent(state -> unlessGone(() -> state.close(null)));
        seen.remove();
    }

    /** The ids of all conversations of this kind, in the order of their handles. */
    public List<String> ids() {
        List<String> ids = new ArrayList<>();
        String next = null;
        do {
            Listing page = states.get().list(new ListQuery(kind + "/", Map.of(LABEL, kind), null, next, PAGE));
            for (Listing.Summary each : page.states()) {
                ids.add(StateNames.id(Objects.requireNonNull(each.name()).substring(kind.length() + 1)));
            }
            next = page.next();
        } while (next != null);
        return ids;
    }

    /** The state of a conversation, for all that a list of messages does not tell: its history, undo, sharing. */
    public Optional<State> find(String id) {
        return unlessGone(() -> {
            State state = states.get().state("@" + name(id));
            state.touch();
            return state;
        });
    }

    private String name(String id) {
        return kind + "/" + StateNames.part(id);
    }

    /** @return what the caller has seen then */
    private List<StoredMessage> commit(String id, List<Json> wanted, Function<MessageList, List<StoredMessage>> base) {
        for (int round = 1; ; round++) {
            try {
                State state = open(id);
                StateView view = state.read();
                MessageList now = MessageList.of(view);
                MessageChange change = MessageMerge.of(base.apply(now), wanted, now);
                return change.seen(
                        change.isEmpty()
                                ? view.revision()
                                : state.write(change.write()).revision());
            } catch (HoldfastException e) {
                if (!isOvertaken(e) || round == ROUNDS) {
                    throw e;
                }
            }
        }
    }

    private State open(String id) {
        return find(id).orElseGet(() -> states.get()
                .open(settings.apply(StateSpec.named(name(id)).labels(Map.of(LABEL, kind))))
                .state());
    }

    /** Others changed the same messages, or ended the conversation, between the read and the write. */
    private static boolean isOvertaken(HoldfastException e) {
        return e.failure().code() == Failure.Code.CONFLICT || isGone(e);
    }

    private static boolean isGone(HoldfastException e) {
        Failure.Code code = e.failure().code();
        return code == Failure.Code.EXPIRED || code == Failure.Code.NOT_FOUND;
    }

    private static <T> Optional<T> unlessGone(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (HoldfastException e) {
            if (isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public String toString() {
        return "Conversations[" + kind + "]";
    }
}
