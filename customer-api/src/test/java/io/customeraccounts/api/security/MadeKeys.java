package io.customeraccounts.api.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing keys that are made once: to make one takes a process of tests as long as all else that a service does at its start. */
public final class MadeKeys {

    private static final List<RSAKey> MADE = new ArrayList<>();

    private MadeKeys() {}

    /** Different keys, one after the other; the same ones for everybody who asks for some. */
    static Supplier<RSAKey> oneAfterTheOther() {
        var next = new AtomicInteger();
        return () -> get(next.getAndIncrement());
    }

    private static synchronized RSAKey get(int number) {
        while (MADE.size() <= number) {
            MADE.add(SigningKeys.generate());
        }
        return MADE.get(number);
    }

    /** So that the service that starts with the database finds a key there. Does nothing before there are tables. */
    public static void putInto(DataSource database, String keyEncryptionKey) {
        var sql = JdbcClient.create(database);
        var encryption = new KeyEncryptionKey(keyEncryptionKey, Path.of("not", "used"));
        if (sql.sql("select 1 from information_schema.tables where table_name = 'signing_key'")
                .query()
                .listOfRows()
                .isEmpty()) {
            return;
        }
        try {
            new SigningKeys(sql, encryption, Clock.systemUTC(), oneAfterTheOther())
                    .get(new JWKSelector(new JWKMatcher.Builder().build()), null);
        } catch (KeySourceException e) {
            throw new IllegalStateException(e);
        }
    }
}
