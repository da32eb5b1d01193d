import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts the program from a folder that a class path cannot name: with a colon, which parts it, or with characters
 * beyond U+FFFF, which Java misreads in it. This class is found on the path of the boot loader, which the JVM reads as
 * it is.
 *
 * <p>{@code FromAnyFolder LIB MAIN ARGUMENT...} runs the class MAIN of the jars in the folder LIB.
 */
final class FromAnyFolder {
    private FromAnyFolder() {}

    public static void main(String[] args) throws Throwable {
        System.setProperty("holdfast.lib", args[0]); // for a process that starts another
        ClassLoader loader = new URLClassLoader(jars(Path.of(args[0])), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Method main = Class.forName(args[1], true, loader).getMethod("main", String[].class);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static URL[] jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
            URL[] urls = new URL[jars.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = jars.get(i).toUri().toURL();
            }
            return urls;
        }
    }
}
