package dev.holdfast.cli.console;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.StoreOptions;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.StopSignal;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Limits;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.http.HttpConfig;
import dev.holdfast.mcp.http.HttpTransport;
import dev.holdfast.server.console.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast console}: shows a store in a browser, until it is stopped. */
@Command(name = "console", description = "Show what is stored in a browser.")
public final class ConsoleCommand implements Callable<Integer> {
    private static final Duration TO_OPEN = Duration.ofMinutes(10);

    private final Surroundings surroundings;
    private final String productVersion;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Option(names = "--edit", description = "Let the page change states too.")
    private boolean edit;

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on. Default: any free one.")
    private int port;

    @Option(names = "--no-browser", description = "Print the link alone, and open no browser.")
    private boolean quiet;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** @param productVersion as shown to clients */
    public ConsoleCommand(Surroundings surroundings, String productVersion) {
        this.surroundings = surroundings;
        this.productVersion = productVersion;
    }

    @Override
    @SuppressWarnings("try") // the signal is only held open
    public Integer call() throws InterruptedException {
        Caller caller = Caller.anonymous(store.principal().id());
        ServedConsole console = ServedConsole.byLink(caller, TO_OPEN);
        try (StopSignal stop = new StopSignal();
                Holdfast holdfast = store.openToServe(surroundings, Limits.DEFAULT, "console");
                HttpTransport transport = start(holdfast, caller, console)) {
            String link = "http://127.0.0.1:" + transport.port() + Objects.requireNonNull(console.mint());
            announce(link);
            try (Browser browser = Browser.of(surroundings)) {
                if (!quiet) {
                    browser.open(link);
                }
                stop.await();
            }
        }
        return ExitCode.DONE;
    }

    private HttpTransport start(Holdfast holdfast, Caller caller, ServedConsole console) {
        HttpConfig.Builder config = HttpConfig.builder(caller)
                .port(port)
                .path(Console.ENDPOINT)
                .authenticator(console.authenticator())
                .sessions(ServedConsole.sessions());
        console.addFilesTo(config);
        try {
            return HttpTransport.start(
                    Console.describe(holdfast, productVersion, edit).build(), config.build());
        } catch (IllegalStateException e) {
            throw CliFailure.unavailable("--port " + port + " cannot be listened on");
        }
    }

    private void announce(String link) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                """
                the console of %s, %s; stop it with Ctrl-C
                  %s
                The link can be opened once, within %d minutes.
                """,
                store.shownAddress(surroundings),
                edit ? "which may change states" : "to read only (--edit for changes)",
                link,
                TO_OPEN.toMinutes());
        err.flush();
    }
}
