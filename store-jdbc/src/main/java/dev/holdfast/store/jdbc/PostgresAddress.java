package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a store in PostgreSQL is: {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE?OPTION=VALUE&…}, or the same as
 * the driver writes it, {@code jdbc:postgresql://HOST:PORT/DATABASE?user=USER&…}. Options are the driver's, and
 * {@code shards}. Of all this, texts for people show no more than {@link #place()}.
 */
final class PostgresAddress {
    private static final String JDBC = "jdbc:";
    private static final String DRIVER = JDBC + "postgresql:";
    private static final String SCHEMA = "currentSchema";
    private static final String SHARDS = "shards";
    private static final String DEFAULT_SCHEMA = "holdfast";
    private static final String BESIDE = "-audit";
    private static final int DEFAULT_SHARDS = 8;
    private static final int MOST_SHARDS = 256;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$-]{0,62}");
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres", "jdbc");

    private final String url;
    private final Properties properties;
    private final String schema;
    private final int shards;

    private PostgresAddress(String url, Properties properties, String schema, int shards) {
        this.url = url;
        this.properties = properties;
        this.schema = schema;
        this.shards = shards;
    }

    static boolean supports(String scheme) {
        return SCHEMES.contains(scheme);
    }

    /**
     * Reads an address.
     *
     * @param isOption whether the driver has an option of that name: it would pass over others, and a connection would
     *     not be encrypted because of a slip of the pen
     * @throws StoreUnavailableException if it is none; the message quotes no value
     */
    static PostgresAddress parse(String address, Predicate<String> isOption) {
        String rest = withoutScheme(address);
        int question = rest.indexOf('?');
        String target = question < 0 ? rest : rest.substring(0, question);
        Properties properties = new Properties();
        int at = target.lastIndexOf('@');
        if (target.startsWith("//") && at >= 0) {
            putUser(properties, target.substring(2, at));
            target = "//" + target.substring(at + 1);
        } else if (at >= 0) {
            throw refused("the user stands after //");
        }
        if (question >= 0) {
            putOptions(properties, rest.substring(question + 1), isOption);
        }
        String given = take(properties, SCHEMA);
        String schema = given == null ? DEFAULT_SCHEMA : given;
        if (!NAME.matcher(schema).matches()) {
            throw refused(SCHEMA + " is the name of one schema, of letters, digits and _");
        }
        return new PostgresAddress(DRIVER + target, properties, schema, shards(take(properties, SHARDS)));
    }

    /** The same address with another schema, named after this one. */
    static String beside(String address) {
        Matcher schema = Pattern.compile("([?&]" + SCHEMA + "=[^&]*)").matcher(address);
        return schema.find()
                ? new StringBuilder(address).insert(schema.end(), BESIDE).toString()
                : address + (address.contains("?") ? "&" : "?") + SCHEMA + "=" + DEFAULT_SCHEMA + BESIDE;
    }

    private static String withoutScheme(String address) {
        String rest = address.startsWith(JDBC) ? address.substring(JDBC.length()) : address;
        int colon = rest.indexOf(':');
        String scheme = colon < 0 ? "" : rest.substring(0, colon);
        if (!SCHEMES.contains(scheme) || scheme.equals("jdbc")) {
            throw refused("of the addresses of JDBC, those of PostgreSQL are supported");
        }
        return rest.substring(colon + 1);
    }

    private static void putUser(Properties properties, String user) {
        int colon = user.indexOf(':');
        properties.setProperty("user", decode(colon < 0 ? user : user.substring(0, colon)));
        if (colon >= 0) {
            properties.setProperty("password", decode(user.substring(colon + 1)));
        }
    }

    private static void putOptions(Properties properties, String options, Predicate<String> isOption) {
        int number = 0;
        for (String option : options.split("&", -1)) {
            number++;
            int equals = option.indexOf('=');
            String name = equals < 0 ? "" : option.substring(0, equals);
            if (!name.equals(SHARDS) && !isOption.test(name)) {
                // Not quoted: a password with & and = in it looks like this.
                throw refused("option " + number + " is not one of the driver's, and not " + SHARDS);
            }
            properties.setProperty(name, decode(option.substring(equals + 1)));
        }
    }

    private static int shards(@Nullable String given) {
        try {
            int shards = given == null ? DEFAULT_SHARDS : Integer.parseInt(given);
            if (shards >= 1 && shards <= MOST_SHARDS) {
                return shards;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw refused(SHARDS + " is a number from 1 to " + MOST_SHARDS);
    }

    private static @Nullable String take(Properties properties, String name) {
        Object given = properties.remove(name);
        return given == null ? null : given.toString();
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused("a % stands before two hexadecimal digits");
        }
    }

    private static StoreUnavailableException refused(String why) {
        return StoreUnavailableException.unusable("write postgresql://HOST:PORT/DATABASE?OPTION=VALUE; " + why);
    }

    /** The address for the driver, without user, password and options. */
    String url() {
        return url;
    }

    /** User, password and options for the driver. A copy. */
    Properties properties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /** The schema that the tables are in. */
    String schema() {
        return schema;
    }

    /** How many shards a new store gets. */
    int shards() {
        return shards;
    }

    /** Host, port, database and schema, for people to read. */
    String place() {
        return url.substring(JDBC.length()) + ", schema " + schema;
    }

    @Override
    public String toString() {
        return place();
    }
}
