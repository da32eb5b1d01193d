package dev.holdfast.engine;

import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.feed.FeedQuery;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Names;
import dev.holdfast.engine.internal.call.Opening;
import dev.holdfast.engine.internal.call.Scan;
import dev.holdfast.engine.internal.feed.PrincipalFeed;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Offers;
import dev.holdfast.engine.internal.image.Rights;
import dev.holdfast.engine.internal.image.RunQuestions;
import dev.holdfast.engine.internal.image.Waits;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The states as one principal sees them. Safe for use by many threads. Methods throw {@link HoldfastException} if a
 * call is refused, and {@link dev.holdfast.engine.spi.StoreUnavailableException} if the store cannot be read.
 */
public final class States {
    /** The name of a principal's default state. */
    public static final String DEFAULT = "default";

    /** Most pages of the store that are looked through for one page of a listing. */
    private static final int MOST_PAGES = 20;

    /** States whose questions are told at once. */
    private static final int PAGE_OF_QUESTIONS = 50;

    private final Engine engine;
    private final Principal principal;
    private final Names names;

    States(Engine engine, Principal principal) {
        this.engine = engine;
        this.principal = principal;
        this.names = new Names(engine);
    }

    /** The principal that sees these states. */
    public Principal principal() {
        return principal;
    }

    /**
     * Opens a state: by name, creating it if there is none; by handle, reopening it if it has ended; or a new one.
     *
     * @throws HoldfastException if the spec is refused, for example {@code invalid} if it is contradictory,
     *     {@code not_found} if the handle is unknown, {@code limit} if the principal has too many states
     */
    public Opened open(StateSpec spec) {
        Opening.Result opened = new Opening(engine, principal, names, spec).open();
        return new Opened(
                state(opened.image().id()),
                new StateView(opened.image()),
                opened.created(),
                opened.replayed(),
                opened.previous(),
                opened.dataApplied(),
                opened.nameLost(),
                opened.replaced());
    }

    /**
     * A state by handle or {@code @name}. A name is looked up at once, a handle only when the state is used.
     *
     * @throws HoldfastException {@code not_found} if there is no such name, {@code invalid} if the target is neither
     */
    public State state(String target) {
        return state(names.handle(principal, target));
    }

    /** The workflows and runs of the principal. */
    public Runs runs() {
        return new Runs(engine, this);
    }

    /** The principal's default state, if it has one that is open. Never creates it. */
    public Optional<State> defaultState() {
        return Optional.ofNullable(names.claim(principal, DEFAULT).handle())
                .filter(handle ->
                        isOpen(engine.images().current(handle)) && names.stillNames(principal, DEFAULT, handle))
                .map(this::state);
    }

    /** The principal's default state, created if there is none. */
    public State openDefault() {
        return defaultState().orElseGet(() -> open(StateSpec.named(DEFAULT)).state());
    }

    /**
     * The open states that the principal owns or that are shared with it, by handle. What another principal gave it is
     * among them from its first call there on.
     *
     * @throws HoldfastException {@code invalid} if the cursor or the condition is malformed
     */
    public Listing list(ListQuery query) {
        String where = query.where();
        Listing listing = where == null
                ? page(query, filter(query), Scan.ALL)
                : engine.longWork()
                        .workApart(principal, steps -> page(query, filter(query), Scan.of(engine, where, steps)));
        engine.recorder().listed(principal, listing.states().size());
        return listing;
    }

    /**
     * The open questions that the principal may answer, of all states that {@link #list} shows.
     *
     * @param cursor {@link OpenQuestions#next()} of the page before; null for the first page
     * @throws HoldfastException {@code invalid} if the cursor is malformed
     */
    public OpenQuestions questions(@Nullable String cursor) {
        ListQuery query = new ListQuery(null, Map.of(), null, cursor, PAGE_OF_QUESTIONS);
        Listing listing = page(query, filter(query).withWaitsFor(Waits.forPerson(principal.id())), Scan.ALL);
        List<OpenQuestions.Entry> found = new ArrayList<>();
        List<Version> seen = new ArrayList<>();
        for (Listing.Summary state : listing.states()) {
            Image image = engine.images().current(state.handle());
            if (isOpen(image) && Rights.sees(image, principal)) {
                seen.add(new Version(image.id(), image.revision()));
                RunQuestions.open(image.asOf(engine.now())).stream()
                        .filter(question -> question.isFor(principal))
                        .map(question -> new OpenQuestions.Entry(state.handle(), state.name(), state.owner(), question))
                        .forEach(found::add);
            }
        }
        engine.recorder().read(principal, AuditKind.QUESTIONS, seen);
        return new OpenQuestions(found, listing.next());
    }

    /**
     * The events of one state, or of all states that {@link #list} may show, to be read at the caller's own pace.
     *
     * @throws HoldfastException {@code not_found} if there is no such state, {@code invalid} if the target is neither
     *     handle nor name
     */
    public EventFeed feed(FeedQuery query) {
        return new EventFeed(engine, principal, query);
    }

    /**
     * Whether a {@linkplain #feed feed} of this principal tells of a state now, open or ended. A program that passes
     * events on later than it read them asks again just before.
     *
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the store cannot be asked
     */
    public boolean sees(StateId state) {
        return PrincipalFeed.sees(engine, principal, state);
    }

    /**
     * The same with a place that is kept in the store, so that reading goes on where it was acknowledged, in any
     * process.
     *
     * @param name 1 to 200 characters, one of the principal's own for each subscription
     * @param query which events; its cursor counts only where the subscription begins
     * @throws HoldfastException {@code invalid} if the name is malformed, or stands for another query; and as
     *     {@link #feed}
     */
    public DurableFeed durableFeed(String name, FeedQuery query) {
        return DurableFeed.open(engine, principal, name, query);
    }

    private HeaderFilter filter(ListQuery query) {
        return new HeaderFilter(principal.id(), query.namePrefix(), query.labels(), query.lifetime(), Phase.OPEN, null);
    }

    private Listing page(ListQuery query, HeaderFilter filter, Scan scan) {
        Instant now = engine.now();
        engine.requireOpen();
        int shards = engine.log().info().shards();
        Place place = Place.parse(query.cursor(), shards);
        List<Listing.Summary> found = new ArrayList<>();
        int pages = 0;
        while (place != null && found.size() < query.max() && pages < MOST_PAGES && !scan.isOver()) {
            pages++;
            StatePage page = engine.log().list(place.shard(), filter, place.after(), query.max() - found.size());
            StateId last = place.after();
            boolean whole = true;
            for (StatePage.Listed listed : page.states()) {
                whole = !scan.isOver();
                if (!whole) {
                    break;
                }
                last = listed.id();
                if (isUnexpired(listed, now) && scan.meets(listed.id())) {
                    found.add(summary(listed));
                }
            }
            place = whole ? place.next(page.next(), shards) : new Place(place.shard(), last);
        }
        return new Listing(found, place == null ? null : place.toString());
    }

    private static boolean isUnexpired(StatePage.Listed listed, Instant now) {
        Instant expires = listed.header().expires();
        return expires == null || now.isBefore(expires);
    }

    private State state(StateId handle) {
        return new State(engine, principal, handle);
    }

    private boolean isOpen(Image image) {
        return Lifecycle.isOpen(image, engine.now());
    }

    private static Listing.Summary summary(StatePage.Listed listed) {
        return new Listing.Summary(
                listed.id(),
                Offers.owner(listed.header()),
                listed.header().name(),
                listed.header().labels(),
                listed.header().lifetime(),
                listed.revision(),
                listed.header().bytes(),
                listed.header().updated(),
                listed.header().expires());
    }

    @Override
    public String toString() {
        return "States[of " + principal.id() + "]";
    }

    /** Where a listing continues: a shard, and the last id seen in it. */
    private record Place(int shard, @Nullable StateId after) {
        static Place parse(@Nullable String cursor, int shards) {
            if (cursor == null) {
                return new Place(0, null);
            }
            String[] parts = cursor.split(":", 2);
            try {
                int shard = Integer.parseInt(parts[0]);
                if (parts.length == 2 && shard >= 0 && shard < shards) {
                    return new Place(shard, parts[1].isEmpty() ? null : new StateId(parts[1]));
                }
            } catch (IllegalArgumentException e) {
                throw notACursor();
            }
            throw notACursor();
        }

        @Nullable Place next(@Nullable StateId last, int shards) {
            if (last != null) {
                return new Place(shard, last);
            }
            return shard + 1 < shards ? new Place(shard + 1, null) : null;
        }

        @Override
        public String toString() {
            return shard + ":" + (after == null ? "" : after.value());
        }

        private static HoldfastException notACursor() {
            return Failure.invalid(
                            "cursor", "Take the cursor from the previous page, or leave it out for the first page.")
                    .toException();
        }
    }
}
