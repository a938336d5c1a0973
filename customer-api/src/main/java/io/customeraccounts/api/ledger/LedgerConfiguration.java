package io.customeraccounts.api.ledger;

import io.customeraccounts.api.security.KeyEncryptionKey;
import io.customeraccounts.projections.ledger.CheckpointKeys;
import io.customeraccounts.projections.ledger.Checkpoints;
import io.customeraccounts.projections.ledger.Export;
import io.customeraccounts.projections.ledger.Ledger;
import java.net.URI;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who signs checkpoints of the ledger. */
@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

    /** The ledger is called as the service is reached, unless it is given a name. */
    @Bean
    CheckpointKeys checkpointKeys(
            JdbcTemplate sql,
            KeyEncryptionKey keyEncryptionKey,
            Clock clock,
            @Value("${customer-accounts.ledger.name:}") String name,
            @Value("${customer-accounts.base-url}") URI baseUrl) {
        return new CheckpointKeys(
                sql,
                name.isBlank() ? baseUrl.getAuthority() + baseUrl.getPath().replaceAll("/+$", "") : name,
                keyEncryptionKey.derive("checkpoint keys"),
                clock);
    }

    @Bean
    Checkpoints checkpoints(JdbcTemplate sql, Ledger ledger, CheckpointKeys keys, Clock clock) {
        return new Checkpoints(sql, ledger, keys, clock);
    }

    @Bean
    Export ledgerExport(Ledger ledger, Checkpoints checkpoints) {
        return new Export(ledger, checkpoints);
    }
}
