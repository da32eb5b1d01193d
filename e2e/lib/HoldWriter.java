import java.sql.DriverManager;

/**
 * Takes the write lock of an SQLite file and keeps it: HoldWriter FILE MILLISECONDS. Prints `held`, later `released`.
 */
final class HoldWriter {
    public static void main(String[] args) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 20000");
            statement.execute("BEGIN IMMEDIATE");
            System.out.println("held");
            Thread.sleep(Long.parseLong(args[1]));
            System.out.println("released");
            statement.execute("ROLLBACK");
        }
    }
}
