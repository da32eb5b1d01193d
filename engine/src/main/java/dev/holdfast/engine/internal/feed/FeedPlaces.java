package dev.holdfast.engine.internal.feed;

import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonParseException;
import dev.holdfast.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Where a reader of the store's feed is: a place in each shard. Immutable.
 *
 * @param all one place a shard, in their order
 */
record FeedPlaces(List<Place> all) {
    /** No store has more shards; a cursor that names more is none. */
    private static final int MOST = 4_096;

    FeedPlaces {
        all = List.copyOf(all);
    }

    /**
     * A place in a shard. Stores give a cursor for each page, not for each entry of it.
     *
     * @param page where a page began
     * @param past how many of its entries lie behind
     */
    record Place(Cursor page, int past) {
        Place(Cursor page) {
            this(page, 0);
        }
    }

    static FeedPlaces of(int shards, IntFunction<Cursor> cursor) {
        return new FeedPlaces(IntStream.range(0, shards)
                .mapToObj(shard -> new Place(cursor.apply(shard)))
                .toList());
    }

    /** Reads what {@link #toString} wrote; empty if it is none of a store with so many shards. */
    static Optional<FeedPlaces> parse(String text, int shards) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(text);
            if (!(Json.parse(json) instanceof JsonArray flat) || flat.size() != 2 * shards || shards > MOST) {
                return Optional.empty();
            }
            List<Place> places = new ArrayList<>(shards);
            for (int shard = 0; shard < shards; shard++) {
                if (!(flat.get(2 * shard) instanceof JsonString page)
                        || !(flat.get(2 * shard + 1) instanceof JsonNumber past)) {
                    return Optional.empty();
                }
                places.add(new Place(
                        new Cursor(page.value()),
                        Math.toIntExact(past.exactLong().orElseThrow())));
            }
            return places.stream().allMatch(place -> place.past() >= 0)
                    ? Optional.of(new FeedPlaces(places))
                    : Optional.empty();
        } catch (IllegalArgumentException | JsonParseException | ArithmeticException | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    Place of(int shard) {
        return all.get(shard);
    }

    FeedPlaces with(int shard, Place place) {
        List<Place> next = new ArrayList<>(all);
        next.set(shard, place);
        return new FeedPlaces(next);
    }

    @Override
    public String toString() {
        List<Json> flat = new ArrayList<>(2 * all.size());
        for (Place place : all) {
            flat.add(Json.of(place.page().value()));
            flat.add(Json.of(place.past()));
        }
        byte[] json = JsonArray.copyOf(flat).toString().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }
}
