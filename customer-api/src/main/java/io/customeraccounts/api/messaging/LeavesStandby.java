package io.customeraccounts.api.messaging;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Closes a connection to a server that takes no writes, which the pool would keep because it answers: when the primary is lost,
 * a standby may be reached under its name for a while.
 */
final class LeavesStandby implements SQLExceptionOverride {

    private static final String READ_ONLY = "25006";

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return READ_ONLY.equals(failure.getSQLState())
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
