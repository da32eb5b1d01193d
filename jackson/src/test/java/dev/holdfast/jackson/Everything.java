package dev.holdfast.jackson;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A record with a component of each type that the mapper promises to keep, and random ones. */
record Everything(
        int small,
        long large,
        double real,
        float half,
        boolean yes,
        char letter,
        BigDecimal price,
        BigInteger huge,
        Object any,
        String text,
        @Nullable String absent,
        Optional<String> maybe,
        Optional<BigDecimal> perhaps,
        Coin coin,
        Map<Coin, List<BigDecimal>> prices,
        Set<LocalDate> days,
        Instant instant,
        LocalDateTime local,
        OffsetDateTime offset,
        ZonedDateTime zoned,
        Duration duration,
        UUID id,
        Shape shape,
        List<Shape> shapes,
        Optional<Everything> nested,
        TimeUnit unit,
        Json json,
        JsonObject object) {

    /** An enum whose text is not its name. */
    enum Coin {
        CENT,
        EURO;

        @Override
        public String toString() {
            return "a " + name();
        }
    }

    static Everything random(RandomGenerator random, int depth) {
        Map<Coin, List<BigDecimal>> prices = new EnumMap<>(Coin.class);
        prices.put(pick(random, Coin.values()), List.of(decimal(random), decimal(random)));
        return new Everything(
                random.nextInt(),
                pick(random, random.nextLong(), Long.MIN_VALUE, Long.MAX_VALUE),
                pick(random, random.nextDouble(), -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1e22),
                random.nextFloat() * 1e30f,
                random.nextBoolean(),
                pick(random, 'ä', '"', '7'),
                decimal(random),
                BigInteger.ONE.shiftLeft(random.nextInt(200)).add(BigInteger.valueOf(random.nextInt(3) - 1)),
                pick(random, "text", true, decimal(random).setScale(3, RoundingMode.UP), 7),
                text(random),
                random.nextBoolean() ? null : text(random),
                random.nextBoolean() ? Optional.empty() : Optional.of(text(random)),
                random.nextBoolean() ? Optional.empty() : Optional.of(decimal(random)),
                pick(random, Coin.values()),
                prices,
                Set.of(LocalDate.ofEpochDay(random.nextInt(-400_000, 400_000))),
                Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L), random.nextInt(1_000_000_000)),
                LocalDateTime.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000), ZoneOffset.UTC),
                Instant.ofEpochSecond(random.nextInt(), 5).atOffset(ZoneOffset.ofHours(random.nextInt(-9, 10))),
                Instant.ofEpochSecond(random.nextInt()).atZone(ZoneId.of(pick(random, "Europe/Paris", "UTC", "Z"))),
                Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000)),
                new UUID(random.nextLong(), random.nextLong()),
                shape(random, 2),
                many(random, () -> shape(random, 1)),
                depth == 0 ? Optional.empty() : Optional.of(random(random, depth - 1)),
                pick(random, TimeUnit.values()),
                JsonNumber.parse(pick(random, "3.50", "1e2", "-0", "18446744073709551616")),
                JsonObject.of("n", JsonNumber.parse("2.10"), "z", Json.NULL));
    }

    private static Shape shape(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 4)) {
            case 0 -> new Shape.Circle(decimal(random));
            case 1 -> new Shape.Square(random.nextLong());
            case 2 -> new Shape.Point();
            default -> new Shape.Group(many(random, () -> shape(random, depth - 1)));
        };
    }

    private static BigDecimal decimal(RandomGenerator random) {
        BigDecimal any = new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(-30, 30));
        return pick(random, any, new BigDecimal("3.50"), new BigDecimal("0.00"), any.round(new MathContext(3)));
    }

    private static String text(RandomGenerator random) {
        return pick(random, "", "ä€😀", "\u0000\n\"\\", "3.50", "null") + random.nextInt();
    }

    private static <T> List<T> many(RandomGenerator random, Supplier<T> one) {
        List<T> all = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            all.add(one.get());
        }
        return List.copyOf(all);
    }

    @SafeVarargs
    private static <T> T pick(RandomGenerator random, T... from) {
        return from[random.nextInt(from.length)];
    }
}
