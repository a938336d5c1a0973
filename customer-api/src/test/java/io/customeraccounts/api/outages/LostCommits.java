package io.customeraccounts.api.outages;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Loses the connection at a commit, before or after the database has carried it out: whoever commits cannot tell which. Not
 * marked as a configuration, so that only who names it gets it.
 */
class LostCommits {

    enum Moment {
        NEVER,
        BEFORE,
        AFTER
    }

    /** For the next commit of a request, and only that. */
    private static final AtomicReference<Moment> NEXT = new AtomicReference<>(Moment.NEVER);

    static void next(Moment moment) {
        NEXT.set(moment);
    }

    @Bean
    static BeanPostProcessor losing() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource pool && !(bean instanceof Losing) ? new Losing(pool) : bean;
            }
        };
    }

    private static final class Losing extends DelegatingDataSource {

        Losing(DataSource pool) {
            super(pool);
        }

        @Override
        public Connection getConnection() throws SQLException {
            var connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Losing.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                        var moment = method.getName().equals("commit")
                                        && Thread.currentThread().getName().startsWith("http-nio-")
                                ? NEXT.getAndSet(Moment.NEVER)
                                : Moment.NEVER;
                        try {
                            if (moment == Moment.BEFORE) {
                                connection.rollback();
                                throw lost();
                            }
                            var result = method.invoke(connection, arguments);
                            if (moment == Moment.AFTER) {
                                throw lost();
                            }
                            return result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        private static SQLException lost() {
            return new SQLNonTransientConnectionException("connection lost", "08006");
        }
    }
}
