package dev.holdfast.cli.command;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.MasterKeys;
import dev.holdfast.engine.local.VaultFile;
import dev.holdfast.engine.spi.MasterKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With which keys a store is encrypted, if it is. */
public final class EncryptionOptions {
    private static final String VARIABLE = "env:";

    @Option(
            names = "--master-key",
            paramLabel = "FILE|env:NAME",
            description = {
                "Encrypt the store, with keys in its vault that this key opens: 32 random bytes in base64 or",
                "hexadecimal, in a file of yours alone or in the variable NAME, which begins with HOLDFAST_."
            })
    private @Nullable String masterKey;

    @Option(
            names = "--vault",
            paramLabel = "FILE",
            description = "Where the keys are. Default: beside the store, under its name and -vault.")
    private @Nullable String vault;

    @Option(
            names = "--seal-names",
            description = "Let nothing of names and labels be read from a new encrypted store either.")
    private boolean sealNames;

    /** For picocli. */
    public EncryptionOptions() {}

    /** The master key that was given, as text; null if none was. */
    public @Nullable String given() {
        return masterKey;
    }

    /** Equal for options that name the same keys, and for no others; empty if the store is not encrypted. */
    public String text() {
        return masterKey == null && vault == null && !sealNames ? "" : masterKey + " " + vault + " " + sealNames;
    }

    /**
     * Opens a store, with its keys if there are any.
     *
     * @param path the file that a text stands for
     * @param variables of the environment
     * @param store opens the store, after the master key was read
     * @throws IllegalArgumentException if there is no such master key, or a vault without one; the message says which
     *     option is wrong
     * @throws IOException if the file of the master key cannot be read
     */
    public Holdfast.Builder on(
            Function<String, Path> path, Map<String, String> variables, Supplier<Holdfast.Builder> store)
            throws IOException {
        if (masterKey == null) {
            if (vault != null || sealNames) {
                throw new IllegalArgumentException(
                        (vault == null ? "--seal-names" : "--vault") + " needs --master-key, which opens the vault");
            }
            return store.get();
        }
        MasterKey key = masterKey(masterKey, path, variables);
        Holdfast.Builder builder = vault == null
                ? store.get().encrypted(key)
                : store.get().encrypted(key, VaultFile.open(path.apply(vault)));
        return sealNames ? builder.sealedNames() : builder;
    }

    /**
     * The master key in a file or a variable, as {@code --master-key} names it.
     *
     * @throws IllegalArgumentException if there is no such master key
     * @throws IOException if its file cannot be read
     */
    public static MasterKey masterKey(String given, Function<String, Path> path, Map<String, String> variables)
            throws IOException {
        return given.startsWith(VARIABLE)
                ? MasterKeys.variable(given.substring(VARIABLE.length()), variables)
                : MasterKeys.file(path.apply(given));
    }
}
