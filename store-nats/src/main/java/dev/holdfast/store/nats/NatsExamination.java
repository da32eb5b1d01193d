package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.StoreFinding;
import dev.holdfast.engine.spi.StoreFinding.Level;
import dev.holdfast.engine.spi.StoreUnavailableException;
import io.nats.client.api.ServerInfo;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A look at the servers that an address names, and at the streams of its store, which makes none. */
final class NatsExamination {
    private final List<StoreFinding> findings = new ArrayList<>();

    private NatsExamination() {}

    static Examination of(String address) {
        var examination = new NatsExamination();
        boolean present = false;
        try {
            present = examination.look(NatsAddress.parse(address));
        } catch (StoreUnavailableException e) {
            examination.fail("address", String.valueOf(e.getMessage()), "write it as " + NatsAddress.FORM);
        }
        return new Examination(present, examination.findings);
    }

    /** Whether there is a store. */
    private boolean look(NatsAddress address) {
        try (ServerLink link = ServerLink.connect(address)) {
            ServerInfo server = link.connection().getServerInfo();
            findings.add(StoreFinding.ok(
                    "server",
                    server.getHost() + ":" + server.getPort() + ", NATS " + server.getVersion() + cluster(server)));
            NatsOpening.requireServer(server);
            address.options().monitors().forEach(this::settings);
            if (address.options().monitors().isEmpty()) {
                warn("settings", "whether the servers sync is unknown", "name the monitoring page of each by monitor=");
            }
            return streams(link, address);
        } catch (StoreUnavailableException e) {
            fail(
                    "server",
                    String.valueOf(e.getMessage()),
                    "start it, or correct hosts, ports, user and password in the address");
            return false;
        }
    }

    private static String cluster(ServerInfo server) {
        return server.getCluster() == null ? ", alone" : ", of the cluster " + server.getCluster();
    }

    private void settings(URI monitor) {
        ServerMonitor.Seen seen = ServerMonitor.read(monitor);
        String page = monitor.getHost() + ":" + monitor.getPort();
        if (seen == null) {
            warn(
                    "settings",
                    "the monitoring page of " + page + " cannot be read",
                    "set http_port on that server, and let this machine reach it");
        } else if (!seen.isRecent()) {
            warn("version", "server " + seen.name() + " has version " + seen.version(), "install 2.14 or newer");
        } else if (!seen.syncsAlways()) {
            warn(
                    "settings",
                    "server " + seen.name() + " acknowledges before it syncs: a power cut may lose whole streams",
                    "set sync_interval: always in its jetstream {}");
        } else {
            findings.add(StoreFinding.ok(
                    "settings", "server " + seen.name() + ", " + seen.version() + ", syncs before it acknowledges"));
        }
    }

    private boolean streams(ServerLink link, NatsAddress address) {
        ShardStreams names = new ShardStreams(address.prefix());
        Optional<StreamCreation.Found> found = new StreamCreation(link, names, address.options()).find();
        findings.add(StoreFinding.ok(
                "schema",
                found.map(store -> "a store of " + store.shards() + " shards, each kept on " + store.replicas()
                                + (store.replicas() == 1 ? " server" : " servers"))
                        .orElse("no store yet; it is made when it is opened")));
        return found.isPresent();
    }

    private void warn(String check, String found, String advice) {
        findings.add(new StoreFinding(check, Level.WARN, found, advice));
    }

    private void fail(String check, String found, String advice) {
        findings.add(new StoreFinding(check, Level.FAIL, found, advice));
    }
}
