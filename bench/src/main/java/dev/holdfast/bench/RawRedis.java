package dev.holdfast.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** A pipeline for each group, in which a script appends each row to a stream. */
final class RawRedis implements Raw {
    private static final byte[] STREAM = "raw-log".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SCRIPT =
            "return redis.call('xadd', KEYS[1], '*', 'e', ARGV[1])".getBytes(StandardCharsets.US_ASCII);

    private final Jedis jedis;
    private final byte[] script;

    RawRedis(String address) {
        jedis = new Jedis(URI.create(address));
        jedis.del(STREAM);
        script = jedis.scriptLoad(SCRIPT);
    }

    @Override
    public void append(List<Row> group) {
        try (Pipeline pipeline = jedis.pipelined()) {
            for (Row row : group) {
                pipeline.evalsha(script, 1, STREAM, row.event().borrow());
            }
        }
    }

    @Override
    public void close() {
        jedis.close();
    }
}
