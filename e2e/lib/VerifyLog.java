import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreProvider;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.ServiceLoader;

/**
 * Checks the hash chain of every state of a store with only its log, SHA-256 and a JSON parser, as an independent
 * auditor could: VerifyLog ADDRESS. Prints how much it checked.
 */
final class VerifyLog {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int PAGE = 1000;

    private final CommitLog log;
    private long states;
    private long events;

    private VerifyLog(CommitLog log) {
        this.log = log;
    }

    public static void main(String[] args) throws Exception {
        String scheme = args[0].substring(0, args[0].indexOf(':'));
        StoreProvider provider = ServiceLoader.load(StoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.supports(scheme))
                .findFirst()
                .orElseThrow();
        try (CommitLog log = provider.open(args[0])) {
            VerifyLog verification = new VerifyLog(log);
            for (int shard = 0; shard < log.info().shards(); shard++) {
                verification.verify(shard);
            }
            System.out.println(verification.states + " states, " + verification.events + " events");
        }
    }

    private void verify(int shard) throws Exception {
        StateId after = null;
        do {
            StatePage page = log.list(shard, HeaderFilter.ALL, after, PAGE);
            for (StatePage.Listed listed : page.states()) {
                verify(listed.id(), listed.revision());
            }
            after = page.next();
        } while (after != null);
    }

    private void verify(StateId id, long newest) throws Exception {
        CommitPage page = log.read(id, 1, PAGE, Integer.MAX_VALUE, Consistency.LINEARIZABLE);
        Base base = page.base();
        byte[] previous = base == null ? new byte[32] : base.hash().toArray();
        long revision = base == null ? 0 : base.revision();
        while (!page.commits().isEmpty()) {
            for (Commit commit : page.commits()) {
                require(commit.revision() == ++revision, id, revision, "a revision is missing");
                previous = verify(id, commit, previous);
                events++;
            }
            page = log.read(id, revision + 1, PAGE, Integer.MAX_VALUE, Consistency.LINEARIZABLE);
        }
        require(revision == newest, id, revision, "the header is of revision " + newest);
        states++;
    }

    private static byte[] verify(StateId id, Commit commit, byte[] previous) throws Exception {
        JsonObject event = (JsonObject) Json.parse(commit.event().toArray());
        String named = ENCODER.encodeToString(previous);
        require(named.equals(event.string("prev")), id, commit.revision(), "the chain is broken");
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] body = sha256.digest(event.object("body").toCanonical());
        sha256.update(previous);
        sha256.update(body);
        byte[] hash = sha256.digest(event.without("body").without("hash").toCanonical());
        String text = ENCODER.encodeToString(hash);
        require(text.equals(event.string("hash")), id, commit.revision(), "the event was altered");
        String stored = ENCODER.encodeToString(commit.hash().toArray());
        require(text.equals(stored), id, commit.revision(), "the store names another hash");
        return hash;
    }

    private static void require(boolean holds, StateId id, long revision, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(id + " at revision " + revision + ": " + otherwise);
        }
    }
}
