package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.List;

/** The libraries that each kind of store needs. A program adds those of the stores that it uses. */
enum Drivers {
    SQLITE("SQLite", List.of(new Library("org.sqlite.JDBC", "org.xerial:sqlite-jdbc"))),
    POSTGRES(
            "PostgreSQL",
            List.of(
                    new Library("org.postgresql.Driver", "org.postgresql:postgresql"),
                    new Library("com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP")));

    private final String database;
    private final List<Library> libraries;

    /** A class of a library, and the artifact that has it. */
    private record Library(String type, String artifact) {}

    Drivers(String database, List<Library> libraries) {
        this.database = database;
        this.libraries = libraries;
    }

    /** @throws StoreUnavailableException if a library is missing, saying which to add */
    void require() {
        require(Drivers.class.getClassLoader());
    }

    void require(ClassLoader present) {
        for (Library library : libraries) {
            try {
                Class.forName(library.type(), false, present);
            } catch (ClassNotFoundException e) {
                throw StoreUnavailableException.unusable("a store in " + database + " needs the library "
                        + library.artifact() + ", which is not on the class path; add it to the dependencies of the"
                        + " program");
            }
        }
    }
}
