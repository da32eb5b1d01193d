package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The head of a vault file, twice, each in a page of its own, so that one of the two is whole at every moment. The one
 * with the higher number is the present one. Both are written when it is replaced, so that nothing is left of the one
 * before. A page is a title, the number, the length and checksum of what follows, and JSON.
 */
final class VaultHeadCopies {
    static final int PAGE = 4_096;
    static final int BYTES = 2 * PAGE;

    private static final byte[] TITLE = "holdfast vault 1".getBytes(StandardCharsets.US_ASCII);

    private static final int FORMAT = 1;

    /** How the title of each format begins: its number follows, and ends at the first byte that is no digit. */
    private static final Pattern ANY_TITLE = Pattern.compile("holdfast vault ([1-9][0-9]{0,5})(?![0-9])");

    private static final int TITLE_BYTES = 32;
    private static final int BEFORE_JSON = TITLE.length + Long.BYTES + 2 * Integer.BYTES;

    private final FileChannel channel;

    VaultHeadCopies(FileChannel channel) {
        this.channel = channel;
    }

    /** A head and its number. */
    private record Copy(long number, VaultHead head) {}

    /** @throws StoreUnavailableException if neither copy is whole, though something was written */
    Optional<VaultHead> read() throws IOException {
        Copy newest = newest();
        return newest == null ? Optional.empty() : Optional.of(newest.head);
    }

    /** Durable when it returns. */
    void write(VaultHead head) throws IOException {
        Copy newest = newest();
        long number = newest == null ? 0 : newest.number;
        for (int i = 0; i < 2; i++) {
            number++;
            // The page whose turn it is never holds the newest copy.
            channel.write(ByteBuffer.wrap(page(number, head)), PAGE * (number & 1));
            channel.force(true);
        }
    }

    private @Nullable Copy newest() throws IOException {
        Copy newest = null;
        boolean empty = true;
        for (int i = 0; i < 2; i++) {
            byte[] page = VaultTables.read(channel, (long) PAGE * i, PAGE);
            Copy copy = copy(page);
            empty &= Arrays.equals(page, new byte[PAGE]);
            newest = copy != null && (newest == null || copy.number > newest.number) ? copy : newest;
        }
        if (newest == null && !empty) {
            requireKnown(channel);
            throw StoreUnavailableException.unusable("the head of the vault was altered, or this is no vault");
        }
        return newest;
    }

    /** Says that a newer program wrote the vault, if one of the copies does. */
    private static void requireKnown(FileChannel channel) throws IOException {
        for (int i = 0; i < 2; i++) {
            String title =
                    new String(VaultTables.read(channel, (long) PAGE * i, TITLE_BYTES), StandardCharsets.US_ASCII);
            Matcher number = ANY_TITLE.matcher(title);
            if (number.lookingAt() && Integer.parseInt(number.group(1)) > FORMAT) {
                throw StoreUnavailableException.newerFormat("the vault", Integer.parseInt(number.group(1)), FORMAT);
            }
        }
    }

    private static byte[] page(long number, VaultHead head) {
        byte[] json = JsonObject.builder()
                .put("generation", head.generation())
                .put("id", head.id())
                .put("master", head.masterKey())
                .put("root", Base64.getUrlEncoder().encodeToString(head.root().borrow()))
                .put("store", head.store())
                .build()
                .toCanonical();
        byte[] page = new byte[PAGE];
        ByteBuffer.wrap(page)
                .put(TITLE)
                .putLong(number)
                .putInt(json.length)
                .putInt(checksum(number, json))
                .put(json);
        return page;
    }

    private static @Nullable Copy copy(byte[] page) {
        ByteBuffer buffer = ByteBuffer.wrap(page);
        byte[] title = new byte[TITLE.length];
        buffer.get(title);
        long number = buffer.getLong();
        int length = buffer.getInt();
        int checksum = buffer.getInt();
        if (!Arrays.equals(title, TITLE) || length < 0 || length > PAGE - BEFORE_JSON) {
            return null;
        }
        byte[] json = Arrays.copyOfRange(page, BEFORE_JSON, BEFORE_JSON + length);
        return checksum == checksum(number, json) ? new Copy(number, head((JsonObject) Json.parse(json))) : null;
    }

    private static VaultHead head(JsonObject json) {
        return new VaultHead(
                text(json, "id"),
                text(json, "store"),
                (int) ((JsonNumber) Objects.requireNonNull(json.get("generation")))
                        .exactLong()
                        .orElseThrow(),
                text(json, "master"),
                Bytes.wrap(Base64.getUrlDecoder().decode(text(json, "root"))));
    }

    private static String text(JsonObject json, String member) {
        return Objects.requireNonNull(json.string(member), member);
    }

    private static int checksum(long number, byte[] json) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        checksum.update(json);
        return (int) checksum.getValue();
    }
}
