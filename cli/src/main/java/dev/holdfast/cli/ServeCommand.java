package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.StoreOptions;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.console.ServedConsole;
import dev.holdfast.cli.monitor.HealthPage;
import dev.holdfast.cli.monitor.Telemetry;
import dev.holdfast.cli.process.StopSignal;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Subscription;
import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.http.ConnectionLimits;
import dev.holdfast.mcp.http.HttpConfig;
import dev.holdfast.mcp.http.HttpTransport;
import dev.holdfast.server.StateServer;
import dev.holdfast.server.console.Console;
import dev.holdfast.server.webhook.StateWebhooks;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast serve}: serves any number of clients over HTTP until it is stopped. */
@Command(name = "serve", description = "Serve MCP over HTTP at /mcp.")
final class ServeCommand implements Callable<Integer> {
    private static final String TOKEN = "--token";
    private static final String CONNECTIONS = "--connections";
    private static final String DEFAULT_FILE = "true";
    private static final int SHORTEST_TOKEN = 16;

    /** The one who starts a server may look at it much later. */
    private static final Duration LINK_HOLDS = Duration.ofDays(1);

    private final Surroundings surroundings;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Mixin
    private ToolOptions tools = new ToolOptions();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on. Default: 127.0.0.1.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0 for any free one. Default: 7420.")
    private int port = 7420;

    @Option(
            names = TOKEN,
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = DEFAULT_FILE,
            description = "Require the bearer token in FILE, created on first use; in your config folder by default.")
    private @Nullable String token;

    @Option(
            names = CONNECTIONS,
            paramLabel = "N",
            description = "Most connections at once. Default: three quarters of the file descriptors, at most 10000.")
    private @Nullable Integer connections;

    @Option(names = "--edit", description = "Let the page at / change states too; it only shows them by default.")
    private boolean edit;

    @Mixin
    private LogOption log = new LogOption();

    @Mixin
    private RateOption rate = new RateOption();

    @Mixin
    private ShareOptions shares = new ShareOptions();

    @Mixin
    private AuthOptions auth = new AuthOptions();

    @Mixin
    private AllowOptions allow = new AllowOptions();

    @Mixin
    private WebhookArguments webhooks = new WebhookArguments();

    @Mixin
    private StateKeyOption stateKey = new StateKeyOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    @SuppressWarnings("try") // the log is only held open
    public Integer call() throws InterruptedException {
        log.check();
        rate.check();
        ConnectionLimits bounds = bounds();
        shares.check();
        boolean loopback = isLoopback();
        SecretFile file = tokenFile();
        Authenticator authenticator = authenticator(file);
        if (!loopback && authenticator == null) {
            throw CliFailure.invalid(
                    "--host",
                    "--host " + host + " can be reached from other machines; add --token, --api-keys or --issuer");
        }
        allow.check(authenticator != null);
        webhooks.check(authenticator != null);
        Telemetry telemetry = new Telemetry();
        boolean several = auth.tellsCallersApart();
        ServedConsole console = authenticator == null
                ? ServedConsole.byLink(caller(), LINK_HOLDS)
                : ServedConsole.forCallersOf(authenticator);
        try (StopSignal stop = new StopSignal();
                Holdfast holdfast =
                        store.openToServe(surroundings, shares.limits(rate.limits(several), several), "http");
                Subscription changes = log.start(holdfast, spec.commandLine().getErr());
                StateWebhooks hooks = webhooks.start(holdfast);
                HttpTransport transport = start(
                        server(holdfast, telemetry, hooks),
                        config(holdfast, telemetry, bounds, authenticator, console))) {
            announce(holdfast, transport.port(), file, console.mint());
            stop.await();
        }
        return ExitCode.DONE;
    }

    private McpServer server(Holdfast holdfast, Telemetry telemetry, @Nullable StateWebhooks hooks) {
        telemetry.watch(holdfast);
        McpServer.Builder server = tools.describe(holdfast);
        if (hooks != null) {
            telemetry.watch(hooks);
            server.events(StateServer.events(holdfast).withWebhooks(hooks));
        }
        return server.input(StateServer.input(holdfast, stateKey.keys(surroundings)))
                .observer(telemetry.requests())
                .build();
    }

    private HttpTransport start(McpServer server, HttpConfig config) {
        try {
            return HttpTransport.start(server, config);
        } catch (IllegalStateException e) {
            throw CliFailure.unavailable("--host " + host + " --port " + port + " cannot be listened on");
        }
    }

    private HttpConfig config(
            Holdfast holdfast,
            Telemetry telemetry,
            ConnectionLimits bounds,
            @Nullable Authenticator authenticator,
            ServedConsole console) {
        HttpConfig.Builder config = HttpConfig.builder(caller())
                .host(host)
                .port(port)
                .connections(bounds)
                .sessions(StateServer.sessions(holdfast))
                .page("/health", new HealthPage(holdfast, store.principal()))
                .page("/health/ready", new HealthPage(holdfast, store.principal()))
                .page("/health/live", HealthPage::live)
                .page("/metrics", telemetry);
        if (authenticator != null) {
            config.authenticator(authenticator);
        }
        console.addTo(config, holdfast, ProductVersion.text(), edit);
        auth.publicHost().ifPresent(config::allowHost);
        allow.addTo(config, isLoopback());
        return config.build();
    }

    private ConnectionLimits bounds() {
        ConnectionLimits standard = ConnectionLimits.standard();
        Integer most = connections;
        if (most == null) {
            return standard;
        }
        if (most < 1) {
            throw CliFailure.invalid(CONNECTIONS, CONNECTIONS + " is 1 or more, but is " + most);
        }
        return standard.withMax(most, Math.max(1, most / 2));
    }

    /** The token admits a caller, but as the same principal as on stdio, with the same names and states. */
    private @Nullable Authenticator authenticator(@Nullable SecretFile file) {
        Optional<Authenticator> others = auth.authenticator();
        if (file == null) {
            return others.orElse(null);
        }
        Authenticator token = Authenticator.token(token(file), caller());
        return others.map(token::or).orElse(token);
    }

    private Caller caller() {
        return Caller.anonymous(store.principal().id());
    }

    private boolean isLoopback() {
        try {
            return HttpConfig.isLoopback(host);
        } catch (UnknownHostException e) {
            throw CliFailure.invalid("--host", "--host " + host + " is not an address of this machine");
        }
    }

    private @Nullable SecretFile tokenFile() {
        if (token == null || token.equals("false")) {
            return null;
        }
        return new SecretFile(
                token.equals(DEFAULT_FILE) ? surroundings.configFolder().resolve("token") : surroundings.path(token),
                TOKEN);
    }

    private static String token(SecretFile file) {
        String text = file.text();
        if (text.length() < SHORTEST_TOKEN) {
            throw CliFailure.invalid(TOKEN, file + " must hold at least " + SHORTEST_TOKEN + " characters");
        }
        return text;
    }

    private void announce(Holdfast holdfast, int boundPort, @Nullable SecretFile file, @Nullable String link) {
        String address = host.contains(":") ? "[" + host + "]" : host;
        spec.commandLine()
                .getErr()
                .printf(
                        """
                        holdfast %s serves MCP at http://%s:%d/mcp
                          store      %s
                          durability %s: %s
                          namespace  %s, profile %s
                          access     %s, %s
                          console    http://%s:%d%s, %s
                        """,
                        ProductVersion.text(),
                        address,
                        boundPort,
                        store.shownAddress(surroundings),
                        holdfast.store().durability(),
                        holdfast.store().evidence(),
                        store.namespace(),
                        tools.profile(),
                        access(file),
                        rate.describe(auth.tellsCallersApart()),
                        address,
                        boundPort,
                        link == null ? Console.PAGE : link,
                        link == null ? "for callers with a credential" : "to be opened once, within a day")
                .flush();
    }

    private String access(@Nullable SecretFile file) {
        List<String> admitted = new ArrayList<>(auth.admitted());
        if (file != null) {
            admitted.add("callers with the bearer token in " + file.path());
        }
        return admitted.isEmpty()
                ? "every user and program of this machine, as no token is required (--token requires one)"
                : String.join(", ", admitted);
    }
}
