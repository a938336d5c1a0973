package io.customeraccounts.api.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Stands between a service and its database: stops the process at a {@link Trap}, or takes a {@link Guarantee} away.
 * The service is started as always, with {@link #settings} as further arguments. Not marked as a configuration, so that
 * only who names it gets it.
 */
class FaultyDatabase {

    private static final String POINT = "faults.point";
    private static final String PASSAGE = "faults.passage";
    private static final String FREEZES = "faults.freezes";
    private static final String ARMED = "faults.armed";
    private static final String WITHOUT = "faults.without";

    /**
     * @param armed from when there is a file here the trap counts who passes it
     * @param further classes whose beans are to be there too
     */
    static List<String> settings(@Nullable Trap trap, Path armed, @Nullable Guarantee without, List<Class<?>> further) {
        var settings = new ArrayList<String>();
        settings.add("--spring.main.sources="
                + Stream.concat(Stream.of(FaultyDatabase.class), further.stream())
                        .map(Class::getName)
                        .collect(Collectors.joining(",")));
        if (trap != null) {
            settings.add("--" + POINT + "=" + trap.point());
            settings.add("--" + PASSAGE + "=" + trap.passage());
            settings.add("--" + FREEZES + "=" + trap.freezes());
            settings.add("--" + ARMED + "=" + armed);
        }
        if (without != null) {
            settings.add("--" + WITHOUT + "=" + without);
        }
        return settings;
    }

    @Bean
    static BeanPostProcessor faults(Environment settings) {
        var point = settings.getProperty(POINT, KillPoint.class);
        var trap = point == null
                ? null
                : new Trap(
                        point,
                        settings.getRequiredProperty(PASSAGE, Integer.class),
                        settings.getRequiredProperty(FREEZES, Boolean.class));
        var armed = Path.of(settings.getProperty(ARMED, ""));
        var without = settings.getProperty(WITHOUT, Guarantee.class);
        return new Last() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource pool && !(bean instanceof Faulty)
                        ? new Faulty(pool, trap, armed, without)
                        : bean;
            }
        };
    }

    /** Spring asks those of this kind after all others: what the product puts around its pool stays within. */
    private abstract static class Last implements MergedBeanDefinitionPostProcessor {

        @Override
        public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {
            // nothing to do with definitions
        }
    }

    private static final class Faulty extends DelegatingDataSource {

        private static final Pattern WRITES_A_READ_TABLE =
                Pattern.compile("^(insert into|update|delete from) (customer|customer_user|invitation) ");

        private final DataSource pool;
        private final @Nullable Trap trap;
        private final Path armed;
        private final AtomicInteger passages = new AtomicInteger();
        private final @Nullable Guarantee without;

        Faulty(DataSource pool, @Nullable Trap trap, Path armed, @Nullable Guarantee without) {
            super(pool);
            this.pool = pool;
            this.trap = trap;
            this.armed = armed;
            this.without = without;
        }

        @Override
        public Connection getConnection() throws SQLException {
            var connection = super.getConnection();
            var transaction = new ArrayList<String>();
            return proxy(Connection.class, (method, arguments) -> switch (method.getName()) {
                case "commit", "rollback" -> {
                    var done = passing(transaction, method.getName(), method, connection, arguments);
                    transaction.clear();
                    yield done;
                }
                case "prepareStatement" -> {
                    arguments[0] = weakened((String) arguments[0]);
                    yield statement(prepared(connection, method, arguments), (String) arguments[0], transaction);
                }
                case "createStatement" -> statement((Statement) method.invoke(connection, arguments), "", transaction);
                default -> method.invoke(connection, arguments);
            });
        }

        private Statement prepared(Connection connection, Method method, Object[] arguments)
                throws ReflectiveOperationException, SQLException {
            if (without == Guarantee.TABLES_IN_THE_TRANSACTION
                    && WRITES_A_READ_TABLE.matcher(told((String) arguments[0])).find()) {
                var apart = pool.getConnection();
                var statement = (PreparedStatement) method.invoke(apart, arguments);
                return proxy(PreparedStatement.class, (inner, values) -> {
                    var done = inner.invoke(statement, values);
                    if (inner.getName().equals("close")) {
                        apart.close();
                    }
                    return done;
                });
            }
            return (PreparedStatement) method.invoke(connection, arguments);
        }

        private Statement statement(Statement statement, String sql, List<String> transaction) {
            Class<? extends Statement> type =
                    statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
            return proxy(type, (method, arguments) -> {
                if (!method.getName().startsWith("execute")) {
                    return method.invoke(statement, arguments);
                }
                var said = sql;
                if (arguments != null && arguments.length > 0 && arguments[0] instanceof String text) {
                    said = weakened(text);
                    arguments[0] = said;
                }
                return passing(transaction, said, method, statement, arguments);
            });
        }

        private String weakened(String sql) {
            return without != null && without.locksTheSealer() && told(sql).contains("from ledger_head")
                    ? sql.replace("for update", "")
                    : sql;
        }

        private Object passing(
                List<String> transaction, String said, Method method, Object target, @Nullable Object[] arguments)
                throws ReflectiveOperationException {
            var told = told(said);
            if (trap != null && trap.point().isBefore(transaction, told)) {
                pass(trap);
            }
            var done = method.invoke(target, arguments);
            if (trap != null && trap.point().isAfter(transaction, told)) {
                pass(trap);
            }
            transaction.add(told);
            return done;
        }

        /** As abrupt as from outside: no hook runs, nothing is closed by us. */
        private void pass(Trap trap) {
            if (!Files.exists(armed) || passages.incrementAndGet() != trap.passage()) {
                return;
            }
            if (!trap.freezes()) {
                Runtime.getRuntime().halt(137);
            }
            try {
                new ProcessBuilder(
                                "kill",
                                "-STOP",
                                Long.toString(ProcessHandle.current().pid()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static String told(String sql) {
            return sql.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        }
    }

    private interface Saying {
        @Nullable
        Object invoke(Method method, Object[] arguments) throws ReflectiveOperationException, SQLException;
    }

    private static <T> T proxy(Class<T> type, Saying saying) {
        InvocationHandler handler = (self, method, arguments) -> {
            try {
                return saying.invoke(method, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(FaultyDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
