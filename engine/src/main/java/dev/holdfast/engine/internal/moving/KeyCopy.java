package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.internal.history.StateWalk;
import dev.holdfast.engine.internal.image.Digests;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * A copy of the keys of a store, each wrapped as in its vault, in lines of JSON: {@code keys}, what the vault says of
 * itself; a {@code key} for each; {@code end}, with the digest of the lines before it. It opens with the master key
 * that the vault had when it was made.
 */
public final class KeyCopy {
    private static final int VERSION = 1;
    private static final int BATCH = 1_000;

    private KeyCopy() {}

    /**
     * Writes the keys of all states that are there.
     *
     * @return how many there are
     * @throws UncheckedIOException if the output fails
     */
    public static long write(CommitLog log, Sealing sealing, OutputStream out, Progress progress) {
        VaultHead head = sealing.head()
                .orElseThrow(() -> Failure.invalid("keys", "The store is not encrypted, so it has no keys.")
                        .toException());
        Lines lines = new Lines(out);
        lines.write("keys", head(head));
        long[] keys = new long[1];
        StateWalk.ids(log, progress, id -> {
            for (WrappedKey key : sealing.stored(id)) {
                lines.write("key", key(key));
                keys[0]++;
            }
        });
        String digest = HexFormat.of().formatHex(lines.sha256.digest());
        lines.write("end", JsonObject.of("keys", Json.of(keys[0]), "sha256", Json.of(digest)));
        return keys[0];
    }

    /**
     * Puts the keys of a copy into a vault, for reading: what is stored from now on is sealed with new ones.
     *
     * @throws HoldfastException {@code invalid} if the copy is damaged; nothing was put then
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the copy does not open with the master key, or the
     *     vault cannot be written to
     */
    public static void read(Path file, MasterKey master, Sealing into) {
        check(file);
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            VaultHead head = null;
            List<WrappedKey> batch = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonObject json = (JsonObject) Json.parse(line);
                JsonObject key = json.object("key");
                JsonObject title = json.object("keys");
                head = title == null ? head : head(title);
                if (key != null) {
                    batch.add(key(key));
                }
                boolean last = json.has("end");
                if (head != null && (batch.size() == BATCH || last)) {
                    into.adopt(head, master, batch);
                    batch.clear();
                }
            }
            into.renewKeys();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The identity of the store that a copy is of.
     *
     * @throws HoldfastException {@code invalid} if the copy is damaged
     */
    static String store(Path file) {
        check(file);
        String[] store = {""};
        lines(file, json -> {
            JsonObject title = json.object("keys");
            store[0] = title == null ? store[0] : head(title).store();
        });
        return store[0];
    }

    /** Visits the states of a copy that was checked, once for each key. */
    static void states(Path file, Consumer<StateId> visit) {
        lines(file, json -> {
            JsonObject key = json.object("key");
            if (key != null) {
                visit.accept(key(key).state());
            }
        });
    }

    private static void lines(Path file, Consumer<JsonObject> visit) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                visit.accept((JsonObject) Json.parse(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Path file) {
        MessageDigest sha256 = Digests.sha256();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line = reader.readLine();
            for (; line != null && !line.startsWith("{\"end\":"); line = reader.readLine()) {
                sha256.update((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            JsonObject end = line == null ? null : ((JsonObject) Json.parse(line)).object("end");
            String digest = HexFormat.of().formatHex(sha256.digest());
            if (end == null || !digest.equals(end.string("sha256"))) {
                throw damaged(file);
            }
        } catch (IOException e) {
            throw Failure.invalid("keys", file + " cannot be read: " + e.getMessage())
                    .toException();
        } catch (IllegalArgumentException e) {
            throw damaged(file);
        }
    }

    private static HoldfastException damaged(Path file) {
        return Failure.invalid("keys", file + " is damaged, or no copy of keys.")
                .toException();
    }

    private static JsonObject head(VaultHead head) {
        return JsonObject.builder()
                .put("generation", head.generation())
                .put("master_key", head.masterKey())
                .put("root", text(head.root()))
                .put("store", head.store())
                .put("v", VERSION)
                .put("vault", head.id())
                .build();
    }

    private static VaultHead head(JsonObject json) {
        if (number(json, "v") != VERSION) {
            throw Failure.invalid("keys", "The copy of keys was written by a newer version.")
                    .toException();
        }
        return new VaultHead(
                String.valueOf(json.string("vault")),
                String.valueOf(json.string("store")),
                (int) number(json, "generation"),
                String.valueOf(json.string("master_key")),
                bytes(json, "root"));
    }

    private static JsonObject key(WrappedKey key) {
        return JsonObject.builder()
                .put("from", key.from())
                .put("generation", key.generation())
                .put("id", key.id())
                .put("state", key.state().value())
                .put("wrapped", text(key.wrapped()))
                .build();
    }

    private static WrappedKey key(JsonObject json) {
        return new WrappedKey(
                new StateId(String.valueOf(json.string("state"))),
                String.valueOf(json.string("id")),
                (int) number(json, "generation"),
                number(json, "from"),
                bytes(json, "wrapped"));
    }

    private static long number(JsonObject json, String member) {
        JsonNumber number = json.number(member);
        return number == null ? 0 : number.exactLong().orElseThrow();
    }

    private static String text(Bytes bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.borrow());
    }

    private static Bytes bytes(JsonObject json, String member) {
        return Bytes.wrap(Base64.getUrlDecoder().decode(String.valueOf(json.string(member))));
    }

    /** Lines that are hashed as they are written. */
    private record Lines(OutputStream out, MessageDigest sha256) {
        Lines(OutputStream out) {
            this(out, Digests.sha256());
        }

        void write(String kind, JsonObject value) {
            byte[] line = (JsonObject.of(kind, value) + "\n").getBytes(StandardCharsets.UTF_8);
            sha256.update(line);
            try {
                out.write(line);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
