package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a store in NATS is, and how it is opened: {@code nats://[USER:PASSWORD@|TOKEN@]HOST[:PORT][,…]/PREFIX[?…]}, or
 * {@code tls://…}. No text made from it holds a credential.
 *
 * @param servers where the servers listen, without credentials
 * @param login what the server asks of its clients; null if nothing
 * @param prefix what the names of the streams begin with
 * @param options what the address asks for
 */
record NatsAddress(List<String> servers, @Nullable Login login, String prefix, Options options) {
    static final String FORM = "nats://HOST:PORT/PREFIX";

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9._-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+\\](:[0-9]{1,5})?");
    private static final int MOST_SHARDS = 1_024;
    private static final int MOST_REPLICAS = 5;

    /** A user and its password, or a token alone. */
    record Login(@Nullable String user, String secret) {
        @Override
        public String toString() {
            return "(credentials)";
        }
    }

    /**
     * What an address may ask for.
     *
     * @param shards how many streams a new store gets; 0 for the usual number
     * @param replicas on how many servers each stream of a new store is kept; 0 for the usual number
     * @param monitors where the monitoring pages of the servers are, from which their sync settings are read
     * @param least the durability below which the store is not to be opened
     * @param patience how long a call waits for the servers before it fails
     */
    record Options(int shards, int replicas, List<URI> monitors, Durability least, Duration patience) {
        static final Options NONE = new Options(0, 0, List.of(), Durability.EPHEMERAL, Duration.ofSeconds(10));
    }

    NatsAddress {
        servers = List.copyOf(servers);
    }

    /**
     * Reads an address.
     *
     * @throws StoreUnavailableException if it is none, saying why without quoting it
     */
    static NatsAddress parse(String address) {
        int schemeEnd = address.indexOf("://");
        if (schemeEnd < 0) {
            throw refused("the address does not begin with nats:// or tls://");
        }
        String scheme = address.substring(0, schemeEnd);
        String rest = address.substring(schemeEnd + 3);
        int query = rest.indexOf('?');
        String place = query < 0 ? rest : rest.substring(0, query);
        int slash = place.lastIndexOf('/');
        String prefix = slash < 0 ? "" : place.substring(slash + 1);
        if (!PREFIX.matcher(prefix).matches()) {
            throw refused("after the last / there must be a prefix of 1 to 32 letters, digits, - and _");
        }
        String authority = place.substring(0, slash);
        int at = authority.lastIndexOf('@');
        return new NatsAddress(
                servers(scheme, authority.substring(at + 1)),
                at < 0 ? null : login(authority.substring(0, at)),
                prefix,
                options(query < 0 ? "" : rest.substring(query + 1)));
    }

    private static List<String> servers(String scheme, String hosts) {
        List<String> servers = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            if (!HOST.matcher(host).matches()) {
                throw refused("between // and / there must be one or more of HOST or HOST:PORT, separated by commas");
            }
            servers.add(scheme + "://" + host);
        }
        return servers;
    }

    private static Login login(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Login(null, decode(text))
                : new Login(decode(text.substring(0, colon)), decode(text.substring(colon + 1)));
    }

    private static Options options(String query) {
        Map<String, String> given = new LinkedHashMap<>();
        List<URI> monitors = new ArrayList<>();
        for (String option : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : decode(option.substring(equals + 1));
            if (name.equals("monitor")) {
                monitors.add(monitor(value));
            } else if (given.put(name, value) != null) {
                throw refused("an option is given twice");
            }
        }
        Options options = new Options(
                number(given.remove("shards"), MOST_SHARDS, "shards"),
                number(given.remove("replicas"), MOST_REPLICAS, "replicas"),
                List.copyOf(monitors),
                read(given.remove("durability"), "durability", NatsAddress::durability, Options.NONE.least()),
                read(given.remove("patience"), "patience", NatsAddress::seconds, Options.NONE.patience()));
        if (!given.isEmpty()) {
            throw refused("the options are shards, replicas, monitor, durability and patience");
        }
        return options;
    }

    private static int number(@Nullable String value, int most, String name) {
        int number = read(value, name, Integer::parseInt, 0);
        if (number < 0 || number > most || (value != null && number == 0)) {
            throw refused(name + " must be a number from 1 to " + most);
        }
        return number;
    }

    private static Durability durability(String value) {
        return Durability.valueOf(value.toUpperCase(Locale.ROOT));
    }

    private static Duration seconds(String value) {
        int seconds = Integer.parseInt(value.endsWith("s") ? value.substring(0, value.length() - 1) : value);
        if (seconds < 1 || seconds > 600) {
            throw new IllegalArgumentException("out of range");
        }
        return Duration.ofSeconds(seconds);
    }

    private static <T> T read(@Nullable String value, String name, Function<String, T> reader, T otherwise) {
        try {
            return value == null ? otherwise : reader.apply(value);
        } catch (IllegalArgumentException e) {
            throw refused("the value of " + name + " is not one that it can have");
        }
    }

    private static URI monitor(String value) {
        try {
            URI uri = new URI(value);
            if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below: the message of the exception quotes what was given.
        }
        throw refused("monitor must be http://HOST:PORT, the monitoring port of one server");
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused("a % must be followed by two hexadecimal digits");
        }
    }

    private static StoreUnavailableException refused(String why) {
        return StoreUnavailableException.unusable("write " + FORM + "; " + why);
    }
}
