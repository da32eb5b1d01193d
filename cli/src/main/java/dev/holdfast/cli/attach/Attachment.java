package dev.holdfast.cli.attach;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The entry of this server in one file of settings: added, or taken out. */
final class Attachment {
    private final HostKind host;
    private final String name;
    private final SettingsFile file;
    private final KeptCopy copy;

    Attachment(HostKind host, String name, SettingsFile file, Path configFolder) {
        this.host = host;
        this.name = name;
        this.file = file;
        this.copy = new KeptCopy(configFolder, file.file(), name);
    }

    /**
     * What was done.
     *
     * @param copy what the file was before, or null if no copy is kept
     */
    record Outcome(
            Path file,
            boolean changed,
            List<String> change,
            @Nullable Path copy) {
        static Outcome nothing(Path file) {
            return new Outcome(file, false, List.of(), null);
        }
    }

    Outcome add(JsonObject entry, boolean force) {
        String text = file.text();
        SettingsText settings = read(text);
        JsonObject old = settings.find(name);
        if (entry.equals(old)) {
            return Outcome.nothing(file.file());
        } else if (old != null && !force) {
            requireReplaceable(old, entry);
        }
        String next = settings.with(name, entry);
        if (!entry.equals(read(next).find(name))) {
            throw new SettingsProblem("it is written in a form that is not changed here");
        }
        byte[] after = file.bytesOf(next);
        copy.keep(file, after, old == null);
        file.replace(after);
        return new Outcome(file.file(), true, ShownChange.lines(text, next), file.bytes() == null ? null : copy.path());
    }

    Outcome remove(boolean force) {
        byte[] present = file.bytes();
        String text = file.text();
        SettingsText settings = read(text);
        JsonObject old = settings.find(name);
        if (present == null || old == null) {
            return Outcome.nothing(file.file());
        } else if (!HostKind.isOurs(old) && !force) {
            throw notOurs();
        }
        if (copy.fits(present)) {
            return restore(text, copy.bytes());
        }
        String before = copy.text();
        boolean emptied = before != null && !hadContainer(before);
        String next = settings.without(name, emptied);
        if (read(next).find(name) != null) {
            throw new SettingsProblem("it is written in a form that is not changed here");
        }
        file.replace(file.bytesOf(next));
        copy.forget();
        return new Outcome(file.file(), true, ShownChange.lines(text, next), null);
    }

    /** Nothing else was changed since, so that it becomes what it was, byte for byte. */
    private Outcome restore(String text, byte @Nullable [] bytes) {
        if (bytes == null) {
            file.delete();
        } else {
            file.replace(bytes);
        }
        copy.forget();
        String next = SettingsFile.text(bytes);
        return new Outcome(file.file(), true, ShownChange.lines(text, next), null);
    }

    private boolean hadContainer(String before) {
        try {
            return read(before).hasContainer();
        } catch (SettingsProblem e) {
            return true;
        }
    }

    private void requireReplaceable(JsonObject old, JsonObject entry) {
        if (!HostKind.isOurs(old)) {
            throw notOurs();
        }
        Set<String> more = new HashSet<>(old.keys());
        more.removeAll(entry.keys());
        if (!more.isEmpty()) {
            throw CliFailure.invalid(
                    "--force",
                    name + " in " + file.file() + " has more settings (" + String.join(", ", more)
                            + "), which would be lost; change it by hand, or give --force");
        }
    }

    private RuntimeException notOurs() {
        return CliFailure.invalid(
                "--force",
                file.file() + " has another server named " + name + "; give --name, or --force to replace it");
    }

    private SettingsText read(String text) {
        return SettingsText.read(host.syntax(), text, host.container());
    }
}
