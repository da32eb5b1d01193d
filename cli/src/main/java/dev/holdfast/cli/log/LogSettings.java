package dev.holdfast.cli.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * Sends warnings and worse to standard error. Named to {@code java.util.logging} by a system property, which creates it
 * when the first line is logged, so that a command that logs nothing does not load it.
 */
public final class LogSettings {
    private static final String PROPERTY = "java.util.logging.config.class";
    private static final String SETTINGS = """
            handlers=java.util.logging.ConsoleHandler
            .level=WARNING
            java.util.logging.ConsoleHandler.level=ALL
            java.util.logging.SimpleFormatter.format=%1$tFT%1$tT %4$s %3$s: %5$s%6$s%n
            """;

    /** Called by {@link LogManager}. */
    public LogSettings() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(SETTINGS.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Does nothing if logging is configured already, by a system property of the JVM. */
    public static void install() {
        if (System.getProperty(PROPERTY) == null && System.getProperty("java.util.logging.config.file") == null) {
            System.setProperty(PROPERTY, LogSettings.class.getName());
        }
    }
}
