package dev.holdfast.engine.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class StoreAddressTest {
    @Test
    void shownAddress_hasNeitherUserNorPassword_whateverStandsInThem() {
        String letters = "abc:/?#[]@!$&'()*+,;=%~ \"<>|";
        Random random = new Random(18);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder secret = new StringBuilder("s3cret");
            random.ints(random.nextInt(20), 0, letters.length()).forEach(at -> secret.append(letters.charAt(at)));
            assertThat(StoreAddress.shown("redis://me-" + secret + ":" + secret + "@host:6379/1?prefix=x"))
                    .isEqualTo("redis://host:6379/1?prefix=x");
        }
        assertThat(StoreAddress.shown("postgresql://host/db?user=me&Password=s3cret&sslpassword=s3cret&a=b"))
                .isEqualTo("postgresql://host/db?user=…&Password=…&sslpassword=…&a=b");
    }

    @Test
    void addressWithoutThem_isShownAsItIs() {
        for (String address :
                new String[] {"memory:", "sqlite:/a@b/state.db", "file:x", "redis://h1,h2/?cluster=true"}) {
            assertThat(StoreAddress.shown(address)).isEqualTo(address);
        }
    }
}
