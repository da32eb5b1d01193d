package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.testkit.RandomWrites;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random requests, chosen with a look at the model so that most of them are possible and many are just not. */
final class RandomAsks {
    private static final List<String> LEASES = List.of("one", "two");

    /** So that the end of an idle session, which is looked at by sixteenths, falls on the half minutes that time moves by. */
    static final List<Duration> IDLE = List.of(Duration.ofMinutes(16), Duration.ofMinutes(8));

    private final Random random;
    private final List<String> actors;
    private final List<Asked> asked = new ArrayList<>();
    private int ops;

    /** A request and whose it is. */
    record Asked(String actor, Ask ask) {}

    RandomAsks(Random random, List<String> actors) {
        this.random = random;
        this.actors = actors;
    }

    /**
     * @param now the present, for times that are asked for
     */
    Asked next(Facts facts, Instant now) {
        int dice = random.nextInt(100);
        if (dice < 8 && !asked.isEmpty()) {
            return asked.get(random.nextInt(asked.size()));
        }
        Ask ask = fresh(facts, now, dice);
        Asked next = new Asked(ask instanceof Ask.ToOpenByName ? facts.bornBy : actor(facts), ask);
        asked.add(next);
        return next;
    }

    /** Mostly one who knows the state. */
    private String actor(Facts facts) {
        List<String> known = actors.stream().filter(facts::isKnownTo).toList();
        return pick(chance(5) || known.isEmpty() ? actors : known);
    }

    private Ask fresh(Facts facts, Instant now, int dice) {
        if (dice < 50) {
            return new Ask.ToWrite(terms(facts, now, operations(facts.document)), op());
        } else if (dice < 54) {
            String id =
                    "q" + (facts.queue.isEmpty() ? 1 : facts.queue.getFirst().scheduledAt());
            return new Ask.ToWrite(JsonObject.of("cancel", Json.of(id)), op());
        } else if (dice < 76) {
            return undo(facts);
        } else if (dice < 84) {
            return new Ask.ToLease(lease(facts).commandId(op()));
        } else if (dice < 91) {
            Access access =
                    chance(12) ? Access.OWNER : pick(List.of(Access.values()).subList(0, 4));
            return new Ask.ToShare(pick(actors), access);
        } else if (dice < 93) {
            return new Ask.ToClose("close " + ops++);
        }
        if (dice < 95 && facts.bornAs != null) {
            return new Ask.ToOpenByName(facts.bornAs);
        }
        return dice == 99 && chance(8) ? new Ask.ToErase() : new Ask.ToOpen(settings(facts));
    }

    /** Mostly none, since a state may be opened just to have it. */
    private NewSettings settings(Facts facts) {
        return chance(2) ? NewSettings.NONE : settings(facts.idle != null);
    }

    /** Settings that any state, or any session, may have. */
    NewSettings settings(boolean session) {
        return new NewSettings(
                chance(3) ? Map.of("label", pick(List.of("x", "y"))) : null,
                session && chance(3) ? pick(IDLE) : null,
                chance(3) ? keep() : null,
                chance(3) ? pick(List.of(10L, 40L, FewRules.ANYTHING)) : null);
    }

    private Keep keep() {
        return chance(2) ? Keep.EVERYTHING : Keep.revisions(1 + random.nextInt(10));
    }

    private JsonObject operations(JsonObject document) {
        if (chance(6)) {
            return within();
        }
        return chance(8) ? patch(document) : RandomWrites.next(random, document).toJson();
    }

    /** One operation on places within a key, whether or not there is an object to hold them. */
    private JsonObject within() {
        String key = pick(List.of("/a", "/b", "/c", "/a~1b"));
        List<String> places = chance(2) ? List.of(key + "/x0") : List.of(key + "/x0", key + "/x1");
        Json number = Json.of(1 + random.nextInt(9));
        return switch (random.nextInt(5)) {
            case 0 -> JsonObject.of("increment", each(places, number));
            case 1 -> JsonObject.of("append", each(places, JsonArray.of(number)));
            case 2 -> JsonObject.of("add_to_set", each(places, JsonArray.of(number, number)));
            case 3 ->
                JsonObject.of(
                        "delete", JsonArray.of(places.stream().map(Json::of).toArray(Json[]::new)));
            default -> JsonObject.of("set", each(places, number));
        };
    }

    private static JsonObject each(List<String> places, Json value) {
        JsonObject all = JsonObject.EMPTY;
        for (String place : places) {
            all = all.with(place, value);
        }
        return all;
    }

    private JsonObject patch(JsonObject document) {
        JsonPointer place = JsonPointer.of(pick(List.of("a", "b", "n", "p")));
        Json value = Json.of(random.nextInt(9));
        JsonPatch.Builder patch = JsonPatch.builder();
        if (chance(3)) {
            Json present = place.resolve(document);
            patch.test(place, present == null || chance(3) ? value : present);
        }
        patch = chance(3) ? patch.remove(place) : chance(2) ? patch.replace(place, value) : patch.add(place, value);
        return JsonObject.of("patch", patch.build().toJson());
    }

    /** Under what conditions, for how long, and when. */
    private JsonObject terms(Facts facts, Instant now, JsonObject operations) {
        JsonObject write = operations;
        JsonObject set = operations.object("set");
        if (set != null && chance(3) && set.keys().stream().noneMatch(key -> key.startsWith("/"))) {
            String key = pick(List.copyOf(set.keys()));
            write = write.with("ttl", JsonObject.of(key, Json.of(60L * (1 + random.nextInt(20)))));
        }
        if (chance(6)) {
            write = write.with("if_revision", Json.of(revision(facts)));
        } else if (chance(6)) {
            String key = pick(List.of("a", "b", "c", "n"));
            long present = facts.keyRevisions.getOrDefault(key, 0L);
            write = write.with("if_revision", JsonObject.of(key, Json.of(chance(3) ? revision(facts) : present)));
        }
        if (chance(8)) {
            String lease = pick(LEASES);
            write = write.with("lease", JsonObject.of(lease, Json.of(token(facts, lease))));
        }
        return chance(6) ? later(now, write) : write;
    }

    /** After a time or at one, which may be over. */
    private JsonObject later(Instant now, JsonObject write) {
        return chance(2)
                ? write.with("delay", Json.of(60L * (1 + random.nextInt(20))))
                : write.with(
                        "run_at",
                        Json.of(now.plusSeconds(60L * (random.nextInt(25) - 5)).toString()));
    }

    private Ask undo(Facts facts) {
        Ask.UndoKind kind = pick(List.of(Ask.UndoKind.values()));
        boolean stepwise = kind == Ask.UndoKind.LAST || kind == Ask.UndoKind.REDO;
        long number = stepwise ? 1 + random.nextInt(3) : revision(facts);
        return new Ask.ToUndo(kind, number, chance(4) ? revision(facts) : null, op());
    }

    private LeaseRequest lease(Facts facts) {
        String lease = pick(LEASES);
        Duration ttl = Duration.ofMinutes(1 + random.nextInt(20));
        return switch (random.nextInt(3)) {
            case 0 -> LeaseRequest.acquire(lease, ttl);
            case 1 -> LeaseRequest.renew(lease, token(facts, lease), ttl);
            default -> LeaseRequest.release(lease, token(facts, lease));
        };
    }

    private long token(Facts facts, String lease) {
        Facts.Claim claim = facts.leases.get(lease);
        return claim == null || chance(5) ? revision(facts) : claim.token();
    }

    /** A recent one, or any. */
    private long revision(Facts facts) {
        long back = random.nextInt(chance(4) ? Math.toIntExact(facts.revision) : 4);
        return Math.max(1, facts.revision - back);
    }

    private @Nullable String op() {
        return chance(2) ? "op " + (chance(10) ? random.nextInt(Math.max(1, ops)) : ops++) : null;
    }

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
