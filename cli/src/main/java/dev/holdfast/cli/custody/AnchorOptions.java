package dev.holdfast.cli.custody;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.engine.AnchorCheck;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Progress;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Against which anchor a store is held, if any. */
public final class AnchorOptions {
    private static final String ANCHOR = "--anchor";
    private static final String SIGNED_BY = "--signed-by";

    @Option(
            names = ANCHOR,
            paramLabel = "FILE",
            description = "Find what was cut off, replaced or put back since `holdfast anchor` wrote this file.")
    private @Nullable Path anchor;

    @Option(
            names = SIGNED_BY,
            paramLabel = "KEY",
            description = "The anchor must be signed with the Ed25519 key whose public half is in this PEM file.")
    private @Nullable Path signedBy;

    /** For picocli. */
    public AnchorOptions() {}

    /** Refuses a key without an anchor, before a store is opened needlessly. */
    public void check() {
        if (signedBy != null && anchor == null) {
            throw CliFailure.invalid(SIGNED_BY, SIGNED_BY + " needs " + ANCHOR);
        }
    }

    /** Holds the store against the anchor; null if none was given. */
    public @Nullable AnchorCheck check(Holdfast holdfast, Progress progress) {
        if (anchor == null) {
            return null;
        }
        PublicKey key = signedBy == null ? null : SigningKeys.toCheck(SIGNED_BY, signedBy);
        try (Reader reader = Files.newBufferedReader(anchor)) {
            return holdfast.checkAnchor(reader, key, progress);
        } catch (IOException e) {
            throw CliFailure.invalid(ANCHOR, ANCHOR + ": " + anchor + " cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw CliFailure.invalid(ANCHOR, ANCHOR + ": " + e.getMessage());
        }
    }
}
