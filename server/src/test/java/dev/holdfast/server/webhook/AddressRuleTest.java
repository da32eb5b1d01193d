package dev.holdfast.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses may be sent to, however they are written. */
final class AddressRuleTest {
    private static final AddressRule PUBLIC = new AddressRule(false);
    private static final int ROUNDS = Integer.getInteger("addresses.rounds", 300);
    private static final int LOOKED_UP = 4;

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "[::]",
                "[::1]",
                "[::127.0.0.1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:10.0.0.1]",
                "[::ffff:169.254.169.254]",
                "[64:ff9b::a9fe:a9fe]",
                "[64:ff9b:1::1]",
                "[100::1]",
                "[fc00::1]",
                "[fd00:ec2::254]",
                "[fe80::1]",
                "[febf::1]",
                "[fec0::1]",
                "[ff02::1]",
                "[ff0e::1]",
                "[2001::1]",
                "[2001:0:7f00:1::]",
                "[2001:10::1]",
                "[2001:20::1]",
                "[2001:db8::1]",
                "[2002:7f00:1::]",
                "[2002:a9fe:a9fe::1]",
                "[3fff::1]",
                "[5f00::1]"
            })
    void address_thatIsNotPublicIsRefused(String literal) throws Exception {
        assertThat(PUBLIC.admits(address(literal))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.1",
                "192.0.1.1",
                "192.167.255.255",
                "198.17.255.255",
                "198.20.0.1",
                "223.255.255.255",
                "[2606:4700::1111]",
                "[2001:4860:4860::8888]",
                "[2a00::1]",
                "[3ffe::1]",
                "[2001:200::1]"
            })
    void address_thatIsPublicIsAdmitted(String literal) throws Exception {
        assertThat(PUBLIC.admits(address(literal))).isTrue();
    }

    @Test
    void loopback_isAllThatItsOptionAllows() throws Exception {
        AddressRule rule = new AddressRule(true);
        for (String own : List.of("127.0.0.1", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]")) {
            assertThat(rule.admits(address(own))).as(own).isTrue();
        }
        for (String other : List.of("10.0.0.1", "0.0.0.0", "[::]", "169.254.169.254", "[fe80::1]", "[64:ff9b::1]")) {
            assertThat(rule.admits(address(other))).as(other).isFalse();
        }
    }

    /** Random addresses that are refused, in every form that some parser takes for an address. */
    @Test
    void address_isRefusedInWhicheverFormItIsWritten() throws Exception {
        long seed = Long.getLong("holdfast.seed", 20_261_201L);
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            int[] prefix = List.of(
                            new int[] {127}, new int[] {10}, new int[] {192, 168}, new int[] {169, 254}, new int[] {0})
                    .get(random.nextInt(5));
            int[] bytes = random.ints(4, 0, 256).toArray();
            System.arraycopy(prefix, 0, bytes, 0, prefix.length);
            for (String form : forms(bytes, random)) {
                assertThat(sentTo(form)).as("%s of seed %d", form, seed).isEmpty();
            }
            for (String form : i < LOOKED_UP ? ambiguousForms(bytes) : List.<String>of()) {
                assertThat(sentTo(form))
                        .as("%s of seed %d", form, seed)
                        .doesNotContain(InetAddress.getByAddress(raw(bytes)));
            }
        }
    }

    /** What is no address at all, or a name that does not exist, is as good as refused. */
    private static List<InetAddress> sentTo(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .filter(PUBLIC::admits)
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static byte[] raw(int[] b) {
        return new byte[] {(byte) b[0], (byte) b[1], (byte) b[2], (byte) b[3]};
    }

    private static List<String> forms(int[] b, Random random) {
        long all = ((long) b[0] << 24) | (b[1] << 16) | (b[2] << 8) | b[3];
        String dotted = b[0] + "." + b[1] + "." + b[2] + "." + b[3];
        String high = hex((b[0] << 8) | b[1]);
        String low = hex((b[2] << 8) | b[3]);
        List<String> forms = new ArrayList<>(List.of(
                dotted,
                String.valueOf(all),
                "[::ffff:" + dotted + "]",
                "[::" + dotted + "]",
                "[::ffff:" + high + ":" + low + "]",
                "[0:0:0:0:0:ffff:" + high + ":" + low + "]",
                "[::FFFF:" + high.toUpperCase(Locale.ROOT) + ":" + low + "]",
                "[::ffff:0:" + dotted + "]",
                "[64:ff9b::" + high + ":" + low + "]",
                "[64:ff9b::" + dotted + "]",
                "[2002:" + high + ":" + low + "::" + hex(random.nextInt(65_536)) + "]",
                "[2001:0:" + high + ":" + low + "::]"));
        forms.add(b[0] + "." + ((b[1] << 16) | (b[2] << 8) | b[3]));
        forms.add(b[0] + "." + b[1] + "." + ((b[2] << 8) | b[3]));
        return forms;
    }

    /** Those that parsers disagree about, or that are looked up as names. */
    private static List<String> ambiguousForms(int[] b) {
        long all = ((long) b[0] << 24) | (b[1] << 16) | (b[2] << 8) | b[3];
        return List.of(
                "0x" + Long.toHexString(all),
                "0x" + hex(b[0]) + ".0x" + hex(b[1]) + ".0x" + hex(b[2]) + ".0x" + hex(b[3]),
                "0" + Long.toOctalString(all));
    }

    private static String hex(int value) {
        return Integer.toHexString(value);
    }
}
