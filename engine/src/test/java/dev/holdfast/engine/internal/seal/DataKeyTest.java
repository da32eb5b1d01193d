package dev.holdfast.engine.internal.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DataKeyTest {
    private static final StateId ID = new StateId("st_0123456789abcdefghjkmnpqrs");
    private static final byte[] KEY = new byte[AesGcm.KEY_BYTES];

    @Test
    void publishedVectors_areSealedAndOpenedAsPublished() throws IOException {
        for (Vector vector : published()) {
            DataKey key = key(vector.key.borrow(), nonces(vector.nonce.borrow()));
            byte[] associated = vector.associated.borrow();
            byte[] sealed = vector.sealed.borrow();
            if (vector.plaintext == null) {
                assertThatThrownBy(() -> key.open(associated, sealed)).isInstanceOf(SealException.class);
            } else {
                byte[] plaintext = vector.plaintext.borrow();
                assertThat(key.seal(associated, plaintext, plaintext.length)).isEqualTo(sealed);
                assertThat(key.open(associated, sealed)).isEqualTo(plaintext);
            }
        }
    }

    @Test
    void alteredByte_isFound_whereverItIs() {
        DataKey key = key(KEY, new Random(1));
        byte[] header = "the header".getBytes(StandardCharsets.US_ASCII);
        byte[] sealed = key.seal(header, header, header.length);
        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> key.open(header, altered)).isInstanceOf(SealException.class);
        }
        for (int i = 0; i < header.length; i++) {
            byte[] altered = header.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> key.open(altered, sealed)).isInstanceOf(SealException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] torn = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> key.open(header, torn)).isInstanceOf(SealException.class);
        }
        assertThat(key.open(header, sealed)).isEqualTo(header);
    }

    @Test
    void sameText_isNeverSealedTwiceInTheSameWay() {
        DataKey key = key(KEY, new Random(2));
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] sealed = key.seal(KEY, KEY, KEY.length);
            assertThat(nonces.add(HexFormat.of().formatHex(sealed, 0, AesGcm.NONCE_BYTES)))
                    .isTrue();
        }
    }

    private static DataKey key(byte[] key, RandomGenerator nonces) {
        return new DataKey(ID, "AAAAAAAA", 0, 0, key, nonces, true);
    }

    /** Gives these bytes and no others. */
    private static RandomGenerator nonces(byte[] nonce) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("a nonce is 12 bytes at once");
            }

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(nonce, 0, bytes, 0, bytes.length);
            }
        };
    }

    /** @param plaintext null if the tag is wrong */
    private record Vector(
            Bytes key,
            Bytes nonce,
            Bytes associated,
            @Nullable Bytes plaintext,
            Bytes sealed) {}

    private static List<Vector> published() throws IOException {
        try (InputStream in = DataKeyTest.class.getResourceAsStream("aes-256-gcm.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
            List<Vector> vectors = text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 6))
                    .map(p -> new Vector(
                            hex(p[0]),
                            hex(p[1]),
                            hex(p[2]),
                            p[3].equals("FAIL") ? null : hex(p[3]),
                            hex(p[1] + p[4] + p[5])))
                    .toList();
            assertThat(vectors).hasSize(18);
            return vectors;
        }
    }

    private static Bytes hex(String text) {
        return Bytes.wrap(HexFormat.of().parseHex(text.replace("-", "")));
    }
}
