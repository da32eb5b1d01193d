import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** Rewrites the jar of the SQLite driver without its native libraries: the one that is needed lies beside the jars. */
final class WithoutNatives {
    private static final String NATIVES = "org/sqlite/native/";

    private WithoutNatives() {}

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        Path smaller = jar.resolveSibling(jar.getFileName() + ".smaller");
        try (JarFile from = new JarFile(jar.toFile());
                JarOutputStream to = new JarOutputStream(Files.newOutputStream(smaller))) {
            for (JarEntry entry : Collections.list(from.entries())) {
                if (!entry.getName().startsWith(NATIVES)) {
                    copy(from, entry, to);
                }
            }
        }
        Files.move(smaller, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copy(JarFile from, JarEntry entry, JarOutputStream to) throws IOException {
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal()); // the same bytes whenever it is made
        to.putNextEntry(copy);
        try (var bytes = from.getInputStream(entry)) {
            bytes.transferTo(to);
        }
        to.closeEntry();
    }
}
