package dev.holdfast.server.shared;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.InternalStates.Terms;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.StateView;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The confirmations that a model sends back for a person who agreed that a state is erased. A confirmation is a keyed
 * digest of who may use it, and of what was shown: state and revision. So none is stored, any instance knows it, and
 * each is good for one use, because the state is gone after it, or has moved. It holds for one to two hours.
 *
 * <p>The key is in the store. It keeps no one out, since only the owner may erase; it makes sure that a call that
 * erases follows one that showed what would be erased.
 */
public record ErasureTokens(Holdfast holdfast, InstantSource clock) {
    private static final String KIND = "confirm";
    private static final String KEY = "key";
    private static final long WINDOW_SECONDS = Duration.ofHours(1).toSeconds();
    private static final int KEY_BYTES = 32;
    private static final int TOKEN_BYTES = 12;

    /**
     * A new confirmation.
     *
     * @param shown what is shown to the one who may use it
     */
    public String issue(Principal principal, JsonObject shown) {
        return token(principal, shown, window());
    }

    /** Whether this is a confirmation of what is shown now. */
    public boolean accepts(Principal principal, JsonObject shown, String confirmed) {
        return same(confirmed, token(principal, shown, window()))
                || same(confirmed, token(principal, shown, window() - 1));
    }

    private long window() {
        return Math.floorDiv(clock.instant().getEpochSecond(), WINDOW_SECONDS);
    }

    private String token(Principal principal, JsonObject shown, long window) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), "HmacSHA256"));
            JsonObject content = shown.with("by", Json.of(principal.id())).with("window", Json.of(window));
            byte[] digest = mac.doFinal(content.toCanonical());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, TOKEN_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HMAC-SHA256", e);
        }
    }

    /** Made by the first that asks; of several at once, one makes it and the others find it. */
    private byte[] key() {
        InternalStates kept = holdfast.internal(KIND);
        StateView view = kept.find(KEY).orElseGet(() -> {
            byte[] fresh = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            String text = Base64.getEncoder().encodeToString(fresh);
            kept.create(KEY, JsonObject.of(KEY, Json.of(text)), Terms.forGood(Keep.revisions(1)));
            return kept.state(KEY).read();
        });
        return Base64.getDecoder().decode(Objects.requireNonNull(view.document().string(KEY)));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
