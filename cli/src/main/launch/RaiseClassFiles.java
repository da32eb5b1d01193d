import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Rewrites the classes of a jar that are older than Java 6 as those of Java 8, with the stack maps these must have. The
 * JVM keeps no older ones in its start-up cache (HotSpot: "Pre JDK 6 class not supported by CDS"). Their code is
 * unchanged. If one of the new classes would not verify, the jar is left as it is.
 */
final class RaiseClassFiles {
    private static final int OLDEST_CACHED = ClassFile.JAVA_6_VERSION;

    private final ClassFile classFile;

    private RaiseClassFiles(ClassLoader classes) {
        ClassHierarchyResolver hierarchy =
                ClassHierarchyResolver.defaultResolver().orElse(ClassHierarchyResolver.ofResourceParsing(classes));
        classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
    }

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        Path raised = jar.resolveSibling(jar.getFileName() + ".raised");
        try (JarFile from = new JarFile(jar.toFile());
                URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                JarOutputStream to = new JarOutputStream(Files.newOutputStream(raised))) {
            new RaiseClassFiles(classes).copy(from, to);
            to.finish();
            Files.move(raised, jar, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(raised);
        }
    }

    private void copy(JarFile from, JarOutputStream to) throws IOException {
        for (JarEntry entry : Collections.list(from.entries())) {
            byte[] bytes;
            try (var stream = from.getInputStream(entry)) {
                bytes = stream.readAllBytes();
            }
            JarEntry copy = new JarEntry(entry.getName());
            copy.setTimeLocal(entry.getTimeLocal()); // the same bytes whenever it is built
            to.putNextEntry(copy);
            to.write(entry.getName().endsWith(".class") ? raised(bytes) : bytes);
            to.closeEntry();
        }
    }

    private byte[] raised(byte[] bytes) {
        ClassModel old = classFile.parse(bytes);
        if (old.majorVersion() >= OLDEST_CACHED) {
            return bytes;
        }
        byte[] raised = classFile.transformClass(
                old,
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                        .andThen(ClassTransform.endHandler(
                                builder -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0))));
        List<VerifyError> errors = classFile.verify(raised);
        if (!errors.isEmpty()) {
            throw errors.getFirst();
        }
        return raised;
    }
}
