package io.customeraccounts.api.messaging;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Listens to what is sent to the database, by the threads that send it: each entry is a round trip. Not marked as a
 * configuration, so that only who names it gets it.
 */
class Statements {

    private static final Map<String, List<String>> BY_THREAD = new ConcurrentHashMap<>();

    /** Those of the threads that answer requests, since the last call. */
    static List<String> ofRequests() {
        var found = new ArrayList<String>();
        BY_THREAD.forEach((thread, statements) -> {
            if (thread.startsWith("http-nio-")) {
                found.addAll(statements);
            }
        });
        BY_THREAD.clear();
        return found;
    }

    private static void sent(String sql) {
        BY_THREAD
                .computeIfAbsent(Thread.currentThread().getName(), thread -> new CopyOnWriteArrayList<>())
                .add(sql.strip().replaceAll("\\s+", " "));
    }

    @Bean
    static BeanPostProcessor listening() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource pool && !(bean instanceof Listening) ? new Listening(pool) : bean;
            }
        };
    }

    private static final class Listening extends DelegatingDataSource {

        Listening(DataSource pool) {
            super(pool);
        }

        @Override
        public Connection getConnection() throws SQLException {
            var connection = super.getConnection();
            return proxy(Connection.class, (method, arguments) -> {
                if (method.getName().equals("commit") || method.getName().equals("rollback")) {
                    sent(method.getName());
                }
                if (method.getName().equals("prepareStatement")) {
                    var sql = (String) arguments[0];
                    var statement = (PreparedStatement) method.invoke(connection, arguments);
                    return proxy(PreparedStatement.class, (inner, values) -> {
                        if (inner.getName().startsWith("execute")) {
                            sent(sql);
                        }
                        return inner.invoke(statement, values);
                    });
                }
                return method.invoke(connection, arguments);
            });
        }
    }

    private interface Call {
        Object invoke(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        InvocationHandler handler = (self, method, arguments) -> {
            try {
                return call.invoke(method, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
