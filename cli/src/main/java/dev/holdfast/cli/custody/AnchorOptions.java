package dev.holdfast.cli.custody;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.custody.AnchorCheck;
import dev.holdfast.engine.custody.CertificateCheck;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Against which anchor, and which certificate of an erasure, a store is held, if any. */
public final class AnchorOptions {
    private static final String ANCHOR = "--anchor";
    private static final String CERTIFICATE = "--certificate";
    private static final String SIGNED_BY = "--signed-by";

    @Option(
            names = ANCHOR,
            paramLabel = "FILE",
            description = "Find what was cut off, replaced or put back since `holdfast anchor` wrote this file.")
    private @Nullable Path anchor;

    @Option(
            names = CERTIFICATE,
            paramLabel = "FILE",
            description = "Find what is there again although `holdfast privacy erase` erased it by this certificate.")
    private @Nullable Path certificate;

    @Option(
            names = SIGNED_BY,
            paramLabel = "KEY",
            description = "What is given must be signed with the Ed25519 key whose public half is in this PEM file.")
    private @Nullable Path signedBy;

    /** For picocli. */
    public AnchorOptions() {}

    /** Refuses a key without an anchor, before a store is opened needlessly. */
    public void check() {
        if (signedBy != null && anchor == null && certificate == null) {
            throw CliFailure.invalid(SIGNED_BY, SIGNED_BY + " needs " + ANCHOR + " or " + CERTIFICATE);
        }
    }

    /** Holds the store against the anchor; null if none was given. */
    public @Nullable AnchorCheck check(Holdfast holdfast, Progress progress) {
        return anchor == null
                ? null
                : checked(ANCHOR, anchor, (reader, key) -> holdfast.checkAnchor(reader, key, progress));
    }

    /** Holds the store against the certificate; null if none was given. */
    public @Nullable CertificateCheck checkCertificate(Holdfast holdfast, Progress progress) {
        return certificate == null
                ? null
                : checked(
                        CERTIFICATE,
                        certificate,
                        (reader, key) -> holdfast.privacy().check(reader, key, progress));
    }

    /** A check of what stands in a file. */
    private interface Check<T> {
        T run(Reader reader, @Nullable PublicKey key) throws IOException;
    }

    private <T> T checked(String option, Path file, Check<T> check) {
        PublicKey key = signedBy == null ? null : SigningKeys.toCheck(SIGNED_BY, signedBy);
        try (Reader reader = Files.newBufferedReader(file)) {
            return check.run(reader, key);
        } catch (IOException e) {
            throw CliFailure.invalid(option, option + ": " + file + " cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw CliFailure.invalid(option, option + ": " + e.getMessage());
        }
    }
}
