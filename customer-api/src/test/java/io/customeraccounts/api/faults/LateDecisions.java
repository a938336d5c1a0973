package io.customeraccounts.api.faults;

import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.access.AccessDecisions;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.tables.TableWriter;
import io.customeraccounts.projections.users.Users;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Takes away that decisions read what was written with the events: this node decides by users that a projection of its own
 * keeps, which follows the ledger as any follower does. Not marked as a configuration, so that only who names it gets it.
 */
class LateDecisions {

    private final String table;

    LateDecisions(@Value("${server.port}") int port) {
        table = "late_user_" + port;
    }

    @Bean
    @Primary
    AccessDecisions lateAccessDecisions(DataSource database, Clock clock, Groups groups) {
        var late = new DelegatingDataSource(database) {
            @Override
            public Connection getConnection() throws SQLException {
                return late(super.getConnection());
            }
        };
        return new AccessDecisions(JdbcClient.create(late), clock, groups);
    }

    private Connection late(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                LateDecisions.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        arguments[0] = ((String) arguments[0]).replace("customer_user u", table + " u");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Bean
    ApplicationRunner lateUsers(JdbcClient sql, PersonalDataVault vault, LedgerSource ledger) {
        return arguments -> {
            sql.sql("drop table if exists " + table).update();
            sql.sql("create table " + table + " (like customer_user including all)")
                    .update();
            var projection = new AnnotationEventHandlerAdapter(
                    Users.projection(TableWriter.to(table, sql), vault, Groups.shipped()));
            Thread.ofPlatform().daemon().name("late-users").start(() -> follow(ledger, projection));
        };
    }

    private static void follow(LedgerSource ledger, AnnotationEventHandlerAdapter projection) {
        try (var events = ledger.openStream(null)) {
            while (true) {
                if (events.hasNextAvailable(1, TimeUnit.SECONDS)) {
                    projection.handle(events.nextAvailable());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
