package dev.holdfast.server.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses may be sent to: those that anyone on the internet can reach. The list of exceptions is that of the
 * registries of special addresses (IANA), for both families. It looks at resolved addresses only, so it does not matter
 * how one was written.
 *
 * @param loopback whether those of this machine are allowed too, for tests
 */
record AddressRule(boolean loopback) {
    private static final List<Block> NOT_PUBLIC_V4 = List.of(
            Block.of(8, 0),
            Block.of(8, 10),
            Block.of(10, 100, 64),
            Block.of(8, 127),
            Block.of(16, 169, 254),
            Block.of(12, 172, 16),
            Block.of(24, 192, 0, 0),
            Block.of(24, 192, 0, 2),
            Block.of(24, 192, 88, 99),
            Block.of(16, 192, 168),
            Block.of(15, 198, 18),
            Block.of(24, 198, 51, 100),
            Block.of(24, 203, 0, 113),
            Block.of(3, 224));

    /** All of IPv6 that is given to networks. */
    private static final Block PUBLIC_V6 = Block.of(3, 0x20);

    /** Within it: protocols and tunnels, which may lead to any address of IPv4, and documentation. */
    private static final List<Block> NOT_PUBLIC_V6 = List.of(
            Block.of(23, 0x20, 0x01, 0x00, 0x00),
            Block.of(32, 0x20, 0x01, 0x0d, 0xb8),
            Block.of(16, 0x20, 0x02),
            Block.of(20, 0x3f, 0xff, 0x00));

    /** Addresses that begin with the same bits. */
    private record Block(int bits, List<Integer> bytes) {
        static Block of(int bits, Integer... bytes) {
            return new Block(bits, List.of(bytes));
        }

        boolean has(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                int index = bit / Byte.SIZE;
                int wanted = index < bytes.size() ? bytes.get(index) : 0;
                if ((address[index] & mask) != (wanted & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Whether it may be sent to. */
    boolean admits(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return loopback;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? NOT_PUBLIC_V4.stream().noneMatch(block -> block.has(bytes))
                : PUBLIC_V6.has(bytes) && NOT_PUBLIC_V6.stream().noneMatch(block -> block.has(bytes));
    }
}
