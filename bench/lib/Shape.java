import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/**
 * Measures the shape of the code and prints it as Markdown: {@code bench/shape [FOLDER]}. Every folder of FOLDER with a
 * pom.xml and src/main/java is a module. Sizes come from a parse of its sources, references between types from the
 * class files in target/classes.
 */
final class Shape {
    private static final int MAX_FILE_LINES = 500;
    private static final int MAX_METHOD_LINES = 40;

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]).toRealPath();
        List<Module> modules = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(Shape::isModule).sorted().toList()) {
                modules.add(new Module(folder.getFileName().toString(), Sources.of(folder), Types.of(folder)));
            }
        }
        if (modules.isEmpty()) {
            throw new IllegalArgumentException(root + " has no module with a pom.xml and src/main/java");
        }
        printReferences(modules);
        printSizes(modules);
        printLong(modules);
        printKnots(modules);
    }

    private static boolean isModule(Path folder) {
        return Files.exists(folder.resolve("pom.xml")) && Files.isDirectory(folder.resolve("src/main/java"));
    }

    private static void printReferences(List<Module> modules) {
        row("module", "types", "references", "largest knot", "types in knots", "largest packages (files)");
        row("---", "--:", "--:", "--:", "--:", "---");
        for (Module module : modules) {
            List<Object> cells = new ArrayList<>(List.of(module.name));
            cells.addAll(module.types.isCompiled() ? module.types.figures() : List.of("not compiled", "", "", ""));
            cells.add(module.sources.largestPackages());
            row(cells.toArray());
        }
    }

    private static void printSizes(List<Module> modules) {
        System.out.println();
        row(
                "module",
                "files",
                "file lines p50 / p90 / max",
                "methods",
                "method lines p50 / p90 / max",
                "public : package-private types",
                "public types exported : hidden");
        row("---", "--:", "--:", "--:", "--:", "--:", "--:");
        for (Module module : modules) {
            Sources sources = module.sources;
            row(
                    module.name,
                    sources.files.size(),
                    spread(sources.files),
                    sources.methods.size(),
                    spread(sources.methods),
                    sources.publicTypes.size() + " : " + sources.hiddenTypes,
                    module.types.exportedAndHidden(sources.publicTypes));
        }
    }

    private static void printLong(List<Module> modules) {
        System.out.println("\nFiles above " + MAX_FILE_LINES + " lines, methods above " + MAX_METHOD_LINES + ":\n");
        List<String> all = modules.stream()
                .flatMap(module -> Stream.concat(
                                tooLong(module.sources.files, MAX_FILE_LINES),
                                tooLong(module.sources.methods, MAX_METHOD_LINES))
                        .map(sized -> module.name + ": " + sized.name + ", " + sized.lines))
                .toList();
        (all.isEmpty() ? List.of("none") : all).forEach(line -> System.out.println("- " + line));
    }

    private static void printKnots(List<Module> modules) {
        System.out.println("\nKnots of more than one type:\n");
        for (Module module : modules) {
            for (List<String> knot : module.types.knots) {
                System.out.println("- " + module.name + ", " + knot.size() + ": "
                        + knot.stream().map(Shape::simple).collect(Collectors.joining(", ")));
            }
        }
    }

    private static Stream<Sized> tooLong(List<Sized> all, int limit) {
        return all.stream()
                .filter(sized -> sized.lines > limit)
                .sorted(Comparator.comparingInt(Sized::lines).reversed());
    }

    /** By nearest rank: a value that occurs. */
    private static String spread(List<Sized> all) {
        if (all.isEmpty()) {
            return "";
        }
        int[] lines = all.stream().mapToInt(Sized::lines).sorted().toArray();
        return rank(lines, 0.5) + " / " + rank(lines, 0.9) + " / " + rank(lines, 1);
    }

    private static int rank(int[] sorted, double part) {
        return sorted[(int) Math.ceil(sorted.length * part) - 1];
    }

    private static void row(Object... cells) {
        System.out.println(Stream.of(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |")));
    }

    private static String simple(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('.')) + 1);
    }

    record Module(String name, Sources sources, Types types) {}

    /** A file or method and its number of lines. */
    record Sized(String name, int lines) {}

    /** What a parse of the files below src/main/java says. Methods without a body do not count. */
    record Sources(
            List<Sized> files,
            List<Sized> methods,
            Set<String> publicTypes,
            int hiddenTypes,
            Map<String, Integer> packages) {

        static Sources of(Path module) throws IOException {
            Path java = module.resolve("src/main/java");
            List<Path> paths;
            try (Stream<Path> tree = Files.walk(java)) {
                paths = tree.filter(path -> path.toString().endsWith(".java")).sorted().toList();
            }
            var compiler = ToolProvider.getSystemJavaCompiler();
            var manager = compiler.getStandardFileManager(null, null, null);
            var units = manager.getJavaFileObjectsFromPaths(paths);
            JavacTask task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, units);
            Collector collector = new Collector(Trees.instance(task).getSourcePositions());
            for (CompilationUnitTree unit : task.parse()) {
                Path path = Path.of(unit.getSourceFile().toUri());
                if (!path.endsWith("package-info.java") && !path.endsWith("module-info.java")) {
                    collector.add(unit, path, java.relativize(path));
                }
            }
            return collector.sources();
        }

        String largestPackages() {
            String common = packages.keySet().stream().reduce(Sources::commonStart).orElse("");
            int start = common.lastIndexOf('.') + 1;
            return packages.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(3)
                    .map(entry -> entry.getKey().substring(start) + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
        }

        private static String commonStart(String one, String other) {
            int end = 0;
            while (end < Math.min(one.length(), other.length()) && one.charAt(end) == other.charAt(end)) {
                end++;
            }
            return one.substring(0, end);
        }
    }

    /** Collects the figures of one module from its parsed files. */
    private static final class Collector extends TreeScanner<Void, CompilationUnitTree> {
        private final SourcePositions positions;
        private final List<Sized> files = new ArrayList<>();
        private final List<Sized> methods = new ArrayList<>();
        private final Set<String> publicTypes = new TreeSet<>();
        private final Map<String, Integer> packages = new TreeMap<>();
        private int hiddenTypes;
        private String file = "";

        Collector(SourcePositions positions) {
            this.positions = positions;
        }

        void add(CompilationUnitTree unit, Path path, Path relative) throws IOException {
            file = relative.getFileName().toString();
            files.add(new Sized(file, Files.readAllLines(path).size()));
            String name = String.valueOf(unit.getPackageName());
            packages.merge(name, 1, Integer::sum);
            unit.getTypeDecls().forEach(tree -> {
                if (tree instanceof ClassTree type && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                    publicTypes.add(name + "." + type.getSimpleName());
                } else if (tree instanceof ClassTree) {
                    hiddenTypes++;
                }
            });
            scan(unit, unit);
        }

        @Override
        public Void visitMethod(MethodTree method, CompilationUnitTree unit) {
            // A record's compact constructor begins where its name stands; one that the compiler adds has no place.
            long end = positions.getEndPosition(unit, method);
            if (method.getBody() != null && end >= 0) {
                long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
                long last = unit.getLineMap().getLineNumber(end);
                methods.add(new Sized(file + " " + method.getName(), (int) (last - first + 1)));
            }
            return super.visitMethod(method, unit);
        }

        Sources sources() {
            return new Sources(files, methods, publicTypes, hiddenTypes, packages);
        }
    }

    /**
     * The top-level types in target/classes and which of them name which: in the constant pool, in descriptors and in
     * signatures. Nested types count as the type around them. A knot is a set of types that all reach each other.
     */
    record Types(
            Map<String, Set<String>> references,
            List<List<String>> knots,
            Set<String> exported,
            boolean hasDescriptor) {
        private static final Pattern NAMED = Pattern.compile("L([\\w/]+)");

        static Types of(Path module) throws IOException {
            Path folder = module.resolve("target/classes");
            Map<String, Set<String>> named = new TreeMap<>();
            Set<String> exported = new TreeSet<>();
            boolean hasDescriptor = false;
            for (Path path : classFiles(folder)) {
                ClassModel model = ClassFile.of().parse(path);
                if (model.isModuleInfo()) {
                    hasDescriptor = true;
                    exported.addAll(exports(model));
                } else if (!path.endsWith("package-info.class")) {
                    named.computeIfAbsent(topLevel(model.thisClass().asInternalName()), key -> new TreeSet<>())
                            .addAll(namedIn(model));
                }
            }
            named.forEach((name, others) -> {
                others.retainAll(named.keySet());
                others.remove(name);
            });
            return new Types(named, knotsOf(named), exported, hasDescriptor);
        }

        boolean isCompiled() {
            return !references.isEmpty();
        }

        List<Object> figures() {
            return List.of(
                    references.size(),
                    references.values().stream().mapToInt(Set::size).sum(),
                    knots.isEmpty() ? 1 : knots.getFirst().size(),
                    knots.stream().mapToInt(List::size).sum());
        }

        /** By the module descriptor; without one, by packages named "internal". Empty if the module has neither. */
        String exportedAndHidden(Set<String> publicTypes) {
            long hidden = publicTypes.stream().filter(this::isHidden).count();
            return hidden == 0 && !hasDescriptor ? "" : publicTypes.size() - hidden + " : " + hidden;
        }

        private boolean isHidden(String type) {
            String name = type.substring(0, type.lastIndexOf('.'));
            return hasDescriptor ? !exported.contains(name) : (name + ".").contains(".internal.");
        }

        private static List<Path> classFiles(Path folder) throws IOException {
            if (!Files.isDirectory(folder)) {
                return List.of();
            }
            Path meta = folder.resolve("META-INF");
            try (Stream<Path> tree = Files.walk(folder)) {
                return tree.filter(path -> path.toString().endsWith(".class") && !path.startsWith(meta))
                        .sorted()
                        .toList();
            }
        }

        /** Packages exported to all, not to named modules. */
        private static Set<String> exports(ClassModel descriptor) {
            return descriptor.findAttribute(Attributes.module()).orElseThrow().exports().stream()
                    .filter(export -> export.exportsTo().isEmpty())
                    .map(export -> export.exportedPackage().name().stringValue().replace('/', '.'))
                    .collect(Collectors.toSet());
        }

        private static Set<String> namedIn(ClassModel model) {
            Set<String> texts = new LinkedHashSet<>();
            model.constantPool().forEach(entry -> {
                switch (entry) {
                    case ClassEntry type -> texts.add(type.asInternalName().startsWith("[")
                            ? type.asInternalName()
                            : "L" + type.asInternalName());
                    case NameAndTypeEntry member -> texts.add(member.type().stringValue());
                    case MethodTypeEntry method -> texts.add(method.descriptor().stringValue());
                    default -> {}
                }
            });
            addSignature(model, texts);
            model.fields().forEach(field -> {
                texts.add(field.fieldType().stringValue());
                addSignature(field, texts);
            });
            model.methods().forEach(method -> {
                texts.add(method.methodType().stringValue());
                addSignature(method, texts);
            });
            return texts.stream()
                    .flatMap(text -> NAMED.matcher(text).results())
                    .map(result -> result.group(1))
                    .collect(Collectors.toSet());
        }

        private static void addSignature(AttributedElement element, Set<String> texts) {
            element.findAttribute(Attributes.signature())
                    .ifPresent(found -> texts.add(found.signature().stringValue()));
        }

        private static String topLevel(String name) {
            int nested = name.indexOf('$');
            return nested < 0 ? name : name.substring(0, nested);
        }

        /** Largest first. Two types are in one knot if each reaches the other. */
        private static List<List<String>> knotsOf(Map<String, Set<String>> references) {
            List<String> names = List.copyOf(references.keySet());
            BitSet[] reached = reached(names, references);
            Map<BitSet, List<String>> knots = new HashMap<>();
            for (int i = 0; i < reached.length; i++) {
                int from = i;
                BitSet mutual = IntStream.range(0, reached.length)
                        .filter(to -> reached[from].get(to) && reached[to].get(from))
                        .collect(BitSet::new, BitSet::set, BitSet::or);
                if (mutual.cardinality() > 1) {
                    knots.computeIfAbsent(mutual, key -> new ArrayList<>()).add(names.get(i));
                }
            }
            return knots.values().stream()
                    .sorted(Comparator.<List<String>>comparingInt(List::size).reversed().thenComparing(List::getFirst))
                    .toList();
        }

        private static BitSet[] reached(List<String> names, Map<String, Set<String>> references) {
            BitSet[] reached = new BitSet[names.size()];
            for (int i = 0; i < reached.length; i++) {
                reached[i] = references.get(names.get(i)).stream()
                        .mapToInt(names::indexOf)
                        .collect(BitSet::new, BitSet::set, BitSet::or);
            }
            for (int over = 0; over < reached.length; over++) {
                for (BitSet from : reached) {
                    if (from.get(over)) {
                        from.or(reached[over]);
                    }
                }
            }
            return reached;
        }
    }
}
