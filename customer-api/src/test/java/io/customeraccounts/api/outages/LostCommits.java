package io.customeraccounts.api.outages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Loses the connection at a commit, before or after the database has carried it out: whoever commits cannot tell which.
 * Whoever is told so is always faster with the next request than the service is with the end of this one. Not marked as a
 * configuration, so that only who names it gets it.
 */
class LostCommits {

    enum Moment {
        NEVER,
        BEFORE,
        AFTER
    }

    /** For the next commit of a request, and only that. */
    private static final AtomicReference<Moment> NEXT = new AtomicReference<>(Moment.NEVER);

    private static final AtomicReference<CountDownLatch> NEXT_REQUEST = new AtomicReference<>(new CountDownLatch(0));

    private static final int MAX_WAIT_SECONDS = 5;

    static void next(Moment moment) {
        NEXT_REQUEST.set(new CountDownLatch(1));
        NEXT.set(moment);
    }

    @Bean
    static WebMvcConfigurer lingering() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                // After those of the product on the way in, and so before them on the way out.
                registry.addInterceptor(new Lingering()).order(1);
            }
        };
    }

    private static final class Lingering implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            if (NEXT.get() == Moment.NEVER) {
                NEXT_REQUEST.get().countDown();
            }
            return true;
        }

        @Override
        public void afterCompletion(
                HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure)
                throws InterruptedException {
            if (response.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
                NEXT_REQUEST.get().await(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
            }
        }
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
