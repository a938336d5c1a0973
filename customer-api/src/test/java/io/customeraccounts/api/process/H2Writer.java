package io.customeraccounts.api.process;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that commits row after row, from several threads, and prints the number of each when it has been committed; until
 * it is killed.
 */
final class H2Writer {

    private static final int THREADS = 4;

    private H2Writer() {}

    /** @param arguments the URL of the database, and the first number */
    public static void main(String[] arguments) throws Exception {
        var numbers = new AtomicLong(Long.parseLong(arguments[1]));
        try (var connection = DriverManager.getConnection(arguments[0], "sa", "");
                var statement = connection.createStatement()) {
            statement.execute("create table if not exists written (number bigint primary key, text varchar(1000))");
            for (var i = 0; i < THREADS; i++) {
                Thread.ofPlatform().start(() -> write(arguments[0], numbers));
            }
            Thread.currentThread().join();
        }
    }

    private static void write(String url, AtomicLong numbers) {
        try (var connection = DriverManager.getConnection(url, "sa", "");
                var insert = connection.prepareStatement("insert into written values (?, ?)")) {
            connection.setAutoCommit(false);
            while (true) {
                var number = numbers.getAndIncrement();
                insert.setLong(1, number);
                insert.setString(2, "x".repeat(500));
                insert.executeUpdate();
                connection.commit();
                System.out.println(number);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
