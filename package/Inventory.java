import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Lists the libraries of a package with their licences: THIRD-PARTY.md for people, sbom.json (CycloneDX) for programs,
 * and the licence texts that the jars carry. What is true of a jar is read from its pom in Maven's local repository,
 * where the build found it; a jar without a known licence ends the packaging.
 */
final class Inventory {
    private static final Pattern TEXT =
            Pattern.compile("(?i)(META-INF/)?(LICENSE|LICENCE|NOTICE|COPYING)([._-][A-Za-z0-9._-]*)?");
    private static final String OURS = "holdfast-";
    private static final String OUR_LICENCE = "Apache-2.0";

    /** Poms write a licence in many ways; SPDX knows one id for each. */
    private static final Map<Pattern, String> IDS = Map.of(
            Pattern.compile("(?i).*apache.*2.*|.*LICENSE-2\\.0.*"), OUR_LICENCE,
            Pattern.compile("(?i)(the )?mit( license)?|.*/MIT.*"), "MIT",
            Pattern.compile("(?i)MIT-0"), "MIT-0",
            Pattern.compile("(?i).*(bsd.3.clause|3-clause bsd|new bsd|bsd new).*"), "BSD-3-Clause",
            Pattern.compile("(?i)bsd.2.clause.*|.*simplified bsd.*"), "BSD-2-Clause",
            Pattern.compile("(?i)(public domain, per creative commons )?cc0.*"), "CC0-1.0");

    private record Licence(String name, String url) {
        String id() {
            return IDS.entrySet().stream()
                    .filter(known -> known.getKey().matcher(name).matches())
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("");
        }

        String shown() {
            return id().isEmpty() ? name : id();
        }

        String entry() {
            String named = id().isEmpty() ? "\"name\": " + quoted(name) : "\"id\": " + quoted(id());
            return "{\"license\": {" + named + (url.isEmpty() ? "" : ", \"url\": " + quoted(url)) + "}}";
        }

        String linked() {
            return url.isEmpty() ? shown() : "[" + shown() + "](" + url + ")";
        }
    }

    private record Library(String group, String artifact, String version, String sha256, List<Licence> licences) {
        String purl() {
            return "pkg:maven/" + group + "/" + artifact + "@" + version + "?type=jar";
        }
    }

    private final Path repository;
    private final Path folder;
    private final Map<String, List<Path>> known = new HashMap<>();

    private Inventory(Path repository, Path folder) {
        this.repository = repository;
        this.folder = folder;
    }

    /** Arguments: the folder of the jars, the version, the time in seconds, and the folder to write to. */
    public static void main(String[] args) throws Exception {
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
        Inventory inventory = new Inventory(repository, Path.of(args[3]));
        List<Library> libraries = inventory.read(Path.of(args[0]), args[1]);
        Files.writeString(inventory.folder.resolve("THIRD-PARTY.md"), listing(libraries));
        Files.writeString(inventory.folder.resolve("sbom.json"), bom(libraries, args[1], Long.parseLong(args[2])));
    }

    private List<Library> read(Path jars, String version) throws Exception {
        List<Path> files;
        try (Stream<Path> found = Files.list(jars)) {
            files = found.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        find(files);
        List<Library> libraries = new ArrayList<>();
        for (Path jar : files) {
            String name = jar.getFileName().toString();
            boolean own = name.startsWith(OURS) && name.endsWith("-" + version + ".jar");
            Library library = own ? own(jar, version) : foreign(jar);
            if (!own) {
                copyTexts(jar, library.artifact());
            }
            libraries.add(library);
        }
        return libraries;
    }

    private void find(List<Path> jars) throws IOException {
        jars.forEach(jar -> known.put(jar.getFileName().toString(), new ArrayList<>()));
        Files.walkFileTree(repository, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                List<Path> places = known.get(file.getFileName().toString());
                if (places != null) {
                    places.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Library own(Path jar, String version) throws IOException, NoSuchAlgorithmException {
        String artifact = jar.getFileName().toString().replace("-" + version + ".jar", "");
        Licence licence = new Licence(OUR_LICENCE, "https://www.apache.org/licenses/LICENSE-2.0");
        return new Library("dev.holdfast", artifact, version, sum(jar), List.of(licence));
    }

    private Library foreign(Path jar) throws Exception {
        Path place = place(jar);
        Path version = place.getParent();
        Path artifact = version.getParent();
        String group = repository.relativize(artifact.getParent()).toString().replace('/', '.');
        String file = artifact.getFileName() + "-" + version.getFileName() + ".pom";
        List<Licence> licences = licences(pom(version.resolve(file)));
        if (licences.isEmpty()) {
            throw new IOException("no licence is known for " + jar.getFileName());
        }
        return new Library(
                group, artifact.getFileName().toString(), version.getFileName().toString(), sum(place), licences);
    }

    /** Jars of one file name are told apart by their bytes. */
    private Path place(Path jar) throws IOException {
        List<Path> places = known.get(jar.getFileName().toString());
        for (Path place : places) {
            if (Files.mismatch(jar, place) < 0) {
                return place;
            }
        }
        if (places.size() == 1) {
            return places.getFirst(); // the build changed the jar
        }
        throw new IOException(jar.getFileName() + " is not in Maven's repository at " + repository);
    }

    /** Those of the nearest pom, from this one upwards, that names any. */
    private List<Licence> licences(Element pom) throws Exception {
        List<Licence> licences = new ArrayList<>();
        for (Element listed : children(pom, "licenses")) {
            for (Element licence : children(listed, "license")) {
                licences.add(new Licence(text(licence, "name"), text(licence, "url")));
            }
        }
        List<Element> parents = children(pom, "parent");
        if (!licences.isEmpty() || parents.isEmpty()) {
            return licences;
        }
        Element parent = parents.getFirst();
        String artifact = text(parent, "artifactId");
        String version = text(parent, "version");
        Path place = repository.resolve(text(parent, "groupId").replace('.', '/'));
        return licences(pom(place.resolve(artifact).resolve(version).resolve(artifact + "-" + version + ".pom")));
    }

    private static Element pom(Path file) throws ParserConfigurationException, SAXException, IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.getFirst().getTextContent().strip().replaceAll("\\s+", " ");
    }

    private void copyTexts(Path jar, String artifact) throws IOException {
        try (JarFile from = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(from.entries())) {
                if (!entry.isDirectory() && TEXT.matcher(entry.getName()).matches()) {
                    Path to = folder.resolve("licences").resolve(artifact);
                    Files.createDirectories(to);
                    try (var bytes = from.getInputStream(entry)) {
                        Files.write(to.resolve(Path.of(entry.getName()).getFileName()), bytes.readAllBytes());
                    }
                }
            }
        }
    }

    private static String sum(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static String listing(List<Library> libraries) {
        StringBuilder text = new StringBuilder("""
                # What is inside

                Holdfast itself is under the Apache License 2.0 (LICENSE). The texts that the libraries bring are in
                licences/. The runtime is OpenJDK, under the GPL 2.0 with the Classpath Exception and the licences in
                runtime/legal. SQLite, which its driver brings, is in the public domain.

                | library | version | licence |
                |---|---|---|
                """);
        for (Library library : libraries) {
            List<String> names = library.licences().stream()
                    .map(Licence::linked)
                    .toList();
            text.append("| %s:%s | %s | %s |%n"
                    .formatted(library.group(), library.artifact(), library.version(), String.join(" or ", names)));
        }
        return text.toString();
    }

    private static String bom(List<Library> libraries, String version, long time) {
        List<String> components = libraries.stream().map(Inventory::component).toList();
        return """
                {
                  "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
                  "bomFormat": "CycloneDX",
                  "specVersion": "1.6",
                  "version": 1,
                  "metadata": {
                    "timestamp": "%s",
                    "component": {
                      "type": "application", "bom-ref": "holdfast", "name": "holdfast", "version": %s,
                      "licenses": [{"license": {"id": "Apache-2.0"}}]
                    }
                  },
                  "components": [
                %s,
                    {"type": "platform", "bom-ref": "openjdk", "name": "openjdk", "version": %s,
                      "licenses": [{"expression": "GPL-2.0-only WITH Classpath-exception-2.0"}]}
                  ]
                }
                """
                .formatted(
                        Instant.ofEpochSecond(time),
                        quoted(version),
                        String.join(",\n", components),
                        quoted(System.getProperty("java.version")));
    }

    private static String component(Library library) {
        List<String> licences = library.licences().stream()
                .map(Licence::entry)
                .toList();
        return """
                    {"type": "library", "bom-ref": %s, "group": %s, "name": %s, "version": %s, "purl": %s,
                      "hashes": [{"alg": "SHA-256", "content": "%s"}], "licenses": [%s]}"""
                .formatted(
                        quoted(library.purl()),
                        quoted(library.group()),
                        quoted(library.artifact()),
                        quoted(library.version()),
                        quoted(library.purl()),
                        library.sha256(),
                        String.join(", ", licences))
                .indent(4)
                .stripTrailing();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
