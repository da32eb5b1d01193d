package dev.holdfast.cli.attach;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.Surroundings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the settings of hosts are. */
final class HostPlaces {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)\\|([^}]*)}");

    private HostPlaces() {}

    /** The file for all of the user's projects, or the one for the project in the working folder. */
    static Path file(HostKind host, boolean project, Surroundings surroundings) {
        String place = project ? host.project() : host.user();
        if (place == null) {
            boolean other = (project ? host.user() : host.project()) != null;
            throw CliFailure.invalid(
                    "--project",
                    host.wire() + " has no such settings"
                            + (other ? project ? "; leave --project out" : "; give --project or --file" : ""));
        }
        return surroundings.path("--file", resolved(place, surroundings));
    }

    private static String resolved(String place, Surroundings surroundings) {
        if (place.startsWith("{config}")) {
            return config(surroundings) + place.substring("{config}".length());
        }
        Matcher variable = VARIABLE.matcher(place);
        if (!variable.lookingAt()) {
            return place;
        }
        String given = surroundings.variables().get(variable.group(1));
        boolean named = given != null && !given.isBlank();
        return (named ? given : variable.group(2)) + place.substring(variable.end());
    }

    /** Where programs with a window keep their settings on this system. */
    private static String config(Surroundings surroundings) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String variable = system.startsWith("windows") ? "APPDATA" : "XDG_CONFIG_HOME";
        @Nullable String given = surroundings.variables().get(variable);
        if (system.startsWith("mac")) {
            return "~/Library/Application Support";
        }
        return given == null || given.isBlank() ? "~/.config" : given;
    }
}
