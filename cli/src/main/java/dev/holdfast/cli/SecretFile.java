package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.engine.local.FileOwner;
import dev.holdfast.engine.local.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * A secret in a file that only its owner can read, created on first use: 256 random bits in base64url. It is never
 * printed.
 *
 * @param option the option that names the file, for failures
 */
record SecretFile(Path path, String option) {
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** The content of the file. */
    String text() {
        try {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                create();
            }
            requireOwnerOnly();
            String text = Files.readString(path).strip();
            requireOwnerOnly(); // Again: in a folder that others can write to it may just have been replaced.
            return text;
        } catch (IOException e) {
            throw CliFailure.unavailable(this + " cannot be read or written: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return option + " " + path;
    }

    /**
     * Written under another name and then linked: a process that starts at the same moment finds all of it or nothing.
     */
    private void create() throws IOException {
        Path folder = PrivateFiles.parent(path.toAbsolutePath());
        PrivateFiles.createFolders(folder);
        Path draft = folder.resolve("secret-" + UUID.randomUUID() + ".new");
        try (FileChannel file = PrivateFiles.replace(draft)) {
            byte[] secret = new byte[BYTES];
            new SecureRandom().nextBytes(secret);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
            file.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII)));
            Files.createLink(path, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process created it first; use that one.
        } finally {
            Files.delete(draft);
        }
    }

    private void requireOwnerOnly() throws IOException {
        String objection = FileOwner.objectionToChosen(path);
        if (objection != null) {
            throw CliFailure.invalid(option, this + " " + objection);
        }
        if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
            throw CliFailure.invalid(option, this + " can be read by others; chmod 600 it");
        }
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
