package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.StoreFinding;
import dev.holdfast.engine.spi.StoreFinding.Level;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/** A look at the servers that an address names, which makes no store. */
final class RedisExamination {
    private final List<StoreFinding> findings = new ArrayList<>();

    private RedisExamination() {}

    static Examination of(String address) {
        var examination = new RedisExamination();
        try {
            RedisAddress read = RedisAddress.of(address);
            RedisConnector connector = new RedisConnector(read);
            read.servers().forEach(server -> examination.look(connector, server));
        } catch (StoreUnavailableException e) {
            examination.fail("address", String.valueOf(e.getMessage()), "write it as " + RedisAddress.FORM);
        }
        return new Examination(true, examination.findings);
    }

    private void look(RedisConnector connector, HostAndPort server) {
        try (Connection connection = connector.connect(server)) {
            ServerSettings settings = ServerSettings.of(server, connection);
            findings.add(StoreFinding.ok("server", server + ", " + settings.software()));
            settings.requireUsable(connector.address().cluster());
            settings(settings.weaknesses());
        } catch (RedisFailure e) {
            fail(
                    "server",
                    String.valueOf(e.getMessage()),
                    "start it, or correct host, port, user and password in the address");
        } catch (StoreUnavailableException e) {
            fail("settings", String.valueOf(e.getMessage()), "");
        }
    }

    private void settings(List<String> weaknesses) {
        findings.add(
                weaknesses.isEmpty()
                        ? StoreFinding.ok("settings", "each change is synced before it is acknowledged")
                        : new StoreFinding(
                                "settings",
                                Level.WARN,
                                String.join("; ", weaknesses),
                                "acknowledged changes may be lost: set appendonly to yes, appendfsync to always, and"
                                        + " have no replica take over"));
    }

    private void fail(String check, String found, String advice) {
        findings.add(new StoreFinding(check, Level.FAIL, found, advice));
    }
}
