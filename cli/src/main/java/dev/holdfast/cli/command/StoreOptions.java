package dev.holdfast.cli.command;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.engine.local.PrivateFiles;
import dev.holdfast.engine.spi.StoreAddress;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where states are kept, and whose they are. */
public final class StoreOptions {
    @Option(
            names = "--store",
            paramLabel = "ADDRESS",
            description = {
                "memory:, sqlite:PATH, file:DIR, postgresql://USER@HOST/DATABASE or redis://HOST:PORT.",
                "Default: sqlite: in your data folder."
            })
    private @Nullable String store;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "Whose names, lists and default state to use. Default: default.")
    private String namespace = "default";

    @Mixin
    private EncryptionOptions keys = new EncryptionOptions();

    @Mixin
    private AuditOptions audit = new AuditOptions();

    /**
     * Opens the store for a command of the operator, which is carried out whether or not it can be recorded.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code unavailable} or {@code invalid} if the store cannot be
     *     opened
     */
    public Holdfast open(Surroundings surroundings) {
        return open(surroundings, Limits.DEFAULT, audit(surroundings, "command").map(Auditing::forOperator));
    }

    /**
     * Opens the store to serve others, who are refused what cannot be recorded.
     *
     * @param via what serves them
     * @throws dev.holdfast.engine.HoldfastException as {@link #open(Surroundings)}
     */
    public Holdfast openToServe(Surroundings surroundings, Limits limits, String via) {
        return open(surroundings, limits, audit(surroundings, via));
    }

    private Holdfast open(Surroundings surroundings, Limits limits, Optional<Auditing> auditing) {
        String address = address(surroundings);
        try {
            if (store == null) {
                PrivateFiles.createFolders(surroundings.dataFolder());
            }
            Holdfast.Builder builder = keys.on(
                            text -> surroundings.folder().resolve(surroundings.expanded(text)),
                            surroundings.variables(),
                            () -> Holdfast.on(address))
                    .limits(limits);
            auditing.ifPresent(builder::audited);
            return builder.open();
        } catch (StoreUnavailableException | IOException e) {
            throw CliFailure.unavailable(
                    "--store " + StoreAddress.shown(address) + " cannot be opened: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw Failure.invalid("--store", "--store " + StoreAddress.shown(address) + ": " + e.getMessage())
                    .toException();
        }
    }

    private Optional<Auditing> audit(Surroundings surroundings, String via) {
        try {
            return audit.auditing(at -> address(at, surroundings), via);
        } catch (IllegalArgumentException e) {
            throw Failure.invalid("--audit", "--audit: " + e.getMessage()).toException();
        }
    }

    /**
     * Opens the store for a command of the operator, or enters it if this process has it open so.
     *
     * @throws dev.holdfast.engine.HoldfastException as {@link #open(Surroundings)}
     */
    public SharedStores.Use use(Surroundings surroundings) throws InterruptedException {
        String how = audit.text().isEmpty() ? keys.text() : keys.text() + " operator " + audit.text();
        return surroundings.stores().use(address(surroundings), how, () -> open(surroundings));
    }

    /**
     * Opens the store to serve a host, or enters it if this process has it open so.
     *
     * @param via what serves it
     * @throws dev.holdfast.engine.HoldfastException as {@link #open(Surroundings)}
     */
    public SharedStores.Use useToServe(Surroundings surroundings, String via) throws InterruptedException {
        String how = audit.text().isEmpty() ? keys.text() : keys.text() + " " + audit.text();
        return surroundings
                .stores()
                .use(address(surroundings), how, () -> openToServe(surroundings, Limits.DEFAULT, via));
    }

    /** The master key of the store as it was given; null if none was. */
    public @Nullable String masterKey() {
        return keys.given();
    }

    /** The address in force as it may be shown: without secrets. */
    public String shownAddress(Surroundings surroundings) {
        return StoreAddress.shown(address(surroundings));
    }

    /** The address in force, given or not. Not to be shown. */
    public String address(Surroundings surroundings) {
        if (store != null) {
            return address(store, surroundings);
        }
        Path file = surroundings.dataFolder().resolve("state.db");
        return "sqlite:" + file;
    }

    /** An address as a person means it. */
    public static String address(String given, Surroundings surroundings) {
        int path = given.indexOf(':') + 1;
        String expanded = given.substring(0, path) + surroundings.expanded(given.substring(path));
        return StoreFiles.absolute(expanded, surroundings.folder());
    }

    /** Whose names and lists are meant. */
    public String namespace() {
        return namespace;
    }

    /** Who acts. */
    public Principal principal() {
        return Principal.local(namespace);
    }
}
