package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.List;

/**
 * The libraries that a kind of store needs. A program adds those of the stores that it uses.
 *
 * @param database what is stored in
 * @param libraries what that needs
 */
record Drivers(String database, List<Library> libraries) {
    static final Drivers SQLITE =
            new Drivers("SQLite", List.of(new Library("org.sqlite.JDBC", "org.xerial:sqlite-jdbc")));

    static final Drivers POSTGRES = new Drivers(
            "PostgreSQL",
            List.of(
                    new Library("org.postgresql.Driver", "org.postgresql:postgresql"),
                    new Library("com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP")));

    /** A class of a library, and the artifact that has it. */
    record Library(String type, String artifact) {}

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
