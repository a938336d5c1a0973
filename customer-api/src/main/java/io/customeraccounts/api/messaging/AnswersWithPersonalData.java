package io.customeraccounts.api.messaging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers that are kept for idempotency keys may hold names and addresses of anyone. */
@Component
public class AnswersWithPersonalData {

    private final JdbcClient sql;
    private final JsonMapper json;

    AnswersWithPersonalData(JdbcClient sql, JsonMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /**
     * Drops the body of every kept answer in which one of the values stands, in the transaction that is active: repeating the request
     * still does not act twice, and is answered with the status alone. Looks at each answer of the last 24 hours, one by one.
     */
    public void forget(Collection<String> values) {
        var searched = values.stream().map(this::asWritten).toList();
        record Kept(String caller, String key) {}
        var found = new ArrayList<Kept>();
        sql.sql("select caller, idempotency_key, body from idempotency where body is not null")
                .query(row -> {
                    var body = new String(row.getBytes("body"), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
                    if (searched.stream().anyMatch(body::contains)) {
                        found.add(new Kept(row.getString("caller"), row.getString("idempotency_key")));
                    }
                });
        found.forEach(
                kept -> sql.sql("update idempotency set body = null where caller = :caller and idempotency_key = :key")
                        .param("caller", kept.caller())
                        .param("key", kept.key())
                        .update());
    }

    private String asWritten(String value) {
        var text = json.writeValueAsString(value);
        return text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
    }
}
