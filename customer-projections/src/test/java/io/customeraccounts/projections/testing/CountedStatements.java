package io.customeraccounts.projections.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** A database that remembers which statements were sent to it; a batch counts as one. */
public final class CountedStatements {

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final DataSource database;

    public CountedStatements(DataSource counted) {
        database = proxy(DataSource.class, counted, this::connection);
    }

    public DataSource database() {
        return database;
    }

    /** The first words of each statement since the last call, in the order in which they were sent. */
    public List<String> sent() {
        var statements = sent.stream().map(CountedStatements::firstWords).toList();
        sent.clear();
        return statements;
    }

    private static String firstWords(String sql) {
        var words = List.of(sql.strip().toLowerCase(Locale.ROOT).split("\\s+"));
        var table = words.stream()
                .dropWhile(word -> !List.of("into", "from", "update").contains(word))
                .skip(1)
                .findFirst();
        return words.getFirst() + table.map(name -> " " + name).orElse("");
    }

    private Object connection(String method, Object result, Object[] arguments) {
        return result instanceof Connection connection ? proxy(Connection.class, connection, this::statement) : result;
    }

    private Object statement(String method, Object result, Object[] arguments) {
        if (!(result instanceof PreparedStatement statement)) {
            return result;
        }
        var sql = (String) arguments[0];
        return proxy(PreparedStatement.class, statement, (execution, executed, ignored) -> {
            if (execution.startsWith("execute")) {
                sent.add(sql);
            }
            return executed;
        });
    }

    private interface Answer {
        Object of(String method, Object result, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, T target, Answer answer) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                return answer.of(method.getName(), method.invoke(target, arguments), arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
