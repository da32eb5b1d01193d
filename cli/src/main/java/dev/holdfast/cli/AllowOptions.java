package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.mcp.http.HttpConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The names by which clients and the pages of browsers may reach a server, besides its own. */
final class AllowOptions {
    private static final String HOST = "--allow-host";
    private static final String ORIGIN = "--allow-origin";
    private static final String ANY = "*";
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
    private static final Pattern PAGE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://" + NAME.pattern());

    @Option(
            names = HOST,
            paramLabel = "NAME",
            split = ",",
            description = {
                "Accept NAME, such as mcp.example.com, as the Host of a request; repeatable.",
                "Its own names on loopback are always accepted."
            })
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = ORIGIN,
            paramLabel = "ORIGIN",
            split = ",",
            description = "Let pages of ORIGIN, such as https://app.example.com, use this server; repeatable.")
    private List<String> origins = new ArrayList<>();

    /**
     * Refuses what is no name or origin, before a store is opened needlessly.
     *
     * @param guarded whether callers need a credential; without one, any web page could use the server
     */
    void check(boolean guarded) {
        hosts.forEach(
                name -> check(HOST, name, NAME, "a name such as mcp.example.com or mcp.example.com:8443", guarded));
        origins.forEach(origin -> check(ORIGIN, origin, PAGE, "an origin such as https://app.example.com", guarded));
    }

    private static void check(String option, String given, Pattern form, String asked, boolean guarded) {
        if (given.equals(ANY) && !guarded) {
            throw CliFailure.invalid(
                    option, option + " " + ANY + " lets any web page in; add --token, --api-keys or --issuer");
        }
        if (!given.equals(ANY) && !form.matcher(given).matches()) {
            throw CliFailure.invalid(option, option + " is " + asked + ", or " + ANY + " for any, but is " + given);
        }
    }

    /**
     * @param loopback whether only this machine can reach the server; if not, it has no names unless it is given some
     */
    void addTo(HttpConfig.Builder config, boolean loopback) {
        hosts.forEach(config::allowHost);
        origins.forEach(config::allowOrigin);
        if (!loopback && hosts.isEmpty()) {
            config.allowHost(ANY);
        }
    }
}
