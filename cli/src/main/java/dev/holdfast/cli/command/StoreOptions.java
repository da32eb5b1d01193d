package dev.holdfast.cli.command;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.local.PrivateFiles;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where states are kept, and whose they are. */
public final class StoreOptions {
    @Option(
            names = "--store",
            paramLabel = "ADDRESS",
            description = "memory:, sqlite:PATH or file:DIR. Default: sqlite: in your data folder.")
    private @Nullable String store;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "Whose names, lists and default state to use. Default: default.")
    private String namespace = "default";

    @Mixin
    private EncryptionOptions keys = new EncryptionOptions();

    /**
     * @throws dev.holdfast.engine.HoldfastException {@code unavailable} or {@code invalid} if the store cannot be
     *     opened
     */
    public Holdfast open(Surroundings surroundings) {
        return open(surroundings, Limits.DEFAULT);
    }

    /** The same with other limits. */
    public Holdfast open(Surroundings surroundings, Limits limits) {
        String address = address(surroundings);
        try {
            if (store == null) {
                PrivateFiles.createFolders(surroundings.dataFolder());
            }
            return keys.on(
                            text -> surroundings.folder().resolve(surroundings.expanded(text)),
                            surroundings.variables(),
                            () -> Holdfast.on(address))
                    .limits(limits)
                    .open();
        } catch (StoreUnavailableException | IOException e) {
            throw CliFailure.unavailable("--store " + address + " cannot be opened: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw Failure.invalid("--store", "--store " + address + ": " + e.getMessage())
                    .toException();
        }
    }

    /**
     * Opens the store, or enters it if this process has it open.
     *
     * @throws dev.holdfast.engine.HoldfastException as {@link #open(Surroundings)}
     */
    public SharedStores.Use use(Surroundings surroundings) throws InterruptedException {
        return surroundings.stores().use(address(surroundings), keys.text(), () -> open(surroundings));
    }

    /** The address in force, given or not. */
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
