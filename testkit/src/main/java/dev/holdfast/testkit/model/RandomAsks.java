package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.testkit.RandomWrites;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random requests, chosen with a look at the model so that most of them are possible and many are just not. */
final class RandomAsks {
    private static final List<String> LEASES = List.of("one", "two");

    private final Random random;
    private final List<String> actors;
    private final List<Ask> asked = new ArrayList<>();
    private int ops;

    RandomAsks(Random random, List<String> actors) {
        this.random = random;
        this.actors = actors;
    }

    Ask next(Facts facts) {
        int dice = random.nextInt(100);
        if (dice < 6 && !asked.isEmpty()) {
            return asked.get(random.nextInt(asked.size()));
        }
        Ask ask = fresh(facts, dice);
        asked.add(ask);
        return ask;
    }

    private Ask fresh(Facts facts, int dice) {
        if (dice < 50) {
            return new Ask.ToWrite(terms(facts, operations(facts.document)), op());
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
        return dice == 99 && chance(8) ? new Ask.ToErase() : new Ask.ToReopen();
    }

    private JsonObject operations(JsonObject document) {
        return chance(8) ? patch(document) : RandomWrites.next(random, document).toJson();
    }

    private JsonObject patch(JsonObject document) {
        JsonPointer place = JsonPointer.of(pick(List.of("a", "b", "n", "p")));
        Json value = Json.of(random.nextInt(9));
        JsonPatch.Builder patch = JsonPatch.builder();
        if (chance(3)) {
            patch.test(place, place.resolve(document) == null || chance(3) ? value : place.resolve(document));
        }
        patch = chance(3) ? patch.remove(place) : chance(2) ? patch.replace(place, value) : patch.add(place, value);
        return JsonObject.of("patch", patch.build().toJson());
    }

    /** Under what conditions, for how long, and when. */
    private JsonObject terms(Facts facts, JsonObject operations) {
        JsonObject write = operations;
        JsonObject set = operations.object("set");
        if (set != null && chance(3)) {
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
        return chance(8) ? write.with("delay", Json.of(60L * (1 + random.nextInt(20)))) : write;
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
        return chance(3) ? "op " + (chance(10) ? random.nextInt(Math.max(1, ops)) : ops++) : null;
    }

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
