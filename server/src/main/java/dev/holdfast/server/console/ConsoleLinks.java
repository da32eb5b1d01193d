package dev.holdfast.server.console;

import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One-time links to the console. A link holds a code. The page that opens it makes a secret of its own and presents
 * both with every request: the first secret that comes with a code takes the link, and any other is refused from then
 * on. So a link that was seen by others, in a history or a list of processes, is worth nothing once it was opened. Only
 * digests are kept, in memory. Thread-safe.
 */
public final class ConsoleLinks implements Authenticator {
    private static final int BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile("([A-Za-z0-9_-]{43})\\.([A-Za-z0-9_-]{43})");

    private final Caller caller;
    private final Duration toOpen;
    private final Duration toUse;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Link> links = new HashMap<>();

    /** @param by the digest of the secret that took it; null while none has */
    private record Link(Instant until, @Nullable String by) {}

    private ConsoleLinks(Caller caller, Duration toOpen, Duration toUse, InstantSource clock, RandomGenerator random) {
        this.caller = caller;
        this.toOpen = toOpen;
        this.toUse = toUse;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Links for one caller.
     *
     * @param toOpen how long a link waits to be opened
     * @param toUse how long it may be used after it was opened
     */
    public static ConsoleLinks of(Caller caller, Duration toOpen, Duration toUse) {
        return of(caller, toOpen, toUse, InstantSource.system(), new SecureRandom());
    }

    static ConsoleLinks of(
            Caller caller, Duration toOpen, Duration toUse, InstantSource clock, RandomGenerator random) {
        return new ConsoleLinks(caller, toOpen, toUse, clock, random);
    }

    /** A new link, as the part of an address behind its host; the code is in the fragment, which no browser sends. */
    public String mint() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        synchronized (links) {
            links.put(digest(code), new Link(clock.instant().plus(toOpen), null));
        }
        return Console.PAGE + "#link=" + code;
    }

    @Override
    public Optional<Caller> authenticate(String token) {
        Matcher parts = TOKEN.matcher(token);
        return parts.matches() ? admit(digest(parts.group(1)), digest(parts.group(2))) : Optional.empty();
    }

    private Optional<Caller> admit(String code, String secret) {
        Instant now = clock.instant();
        synchronized (links) {
            links.values().removeIf(link -> !now.isBefore(link.until()));
            Link link = links.get(code);
            if (link == null) {
                return Optional.empty();
            }
            Link taken = link.by() == null ? new Link(now.plus(toUse), secret) : link;
            links.put(code, taken);
            return secret.equals(taken.by()) ? Optional.of(caller.until(taken.until())) : Optional.empty();
        }
    }

    /** Digests of random secrets, which tell nothing by how long it takes to compare them. */
    private static String digest(String text) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
