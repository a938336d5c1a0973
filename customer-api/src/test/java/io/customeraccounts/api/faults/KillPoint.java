package io.customeraccounts.api.faults;

import java.util.List;
import java.util.regex.Pattern;

/** A place in the work of the service, told by what it says to its database, at which its process may be killed. */
enum KillPoint {
    BEFORE_COMMIT("insert into domain_event", "commit", false),
    BEFORE_AN_INVITATIONS_COMMIT("insert into secret_handover ", "commit", false),
    AFTER_COMMIT_BEFORE_THE_ANSWER("insert into domain_event", "commit", true),
    AFTER_A_FOLLOWERS_WRITE_BEFORE_ITS_TOKEN("insert into mail ", "update token_entry set .*\\btoken = \\?", false),
    AFTER_THE_MAIL_SERVERS_YES_BEFORE_THE_MARK("", "update mail set state = 'sent'", false),
    WHILE_SEALING("insert into ledger ", "delete from unsealed_event", false),
    REBUILD_HAS_READ("", "update rebuild set position", false),
    REBUILD_HAS_REPAIRED("update customer_user set \\(", "commit", false),
    REBUILD_HAS_COMPARED("", "update rebuild set compared", false);

    private final Pattern earlier;
    private final Pattern now;
    private final boolean afterwards;

    /**
     * @param earlier what was said before in the same transaction
     * @param now what is about to be said, or has just been said
     */
    KillPoint(String earlier, String now, boolean afterwards) {
        this.earlier = Pattern.compile(earlier);
        this.now = Pattern.compile(now);
        this.afterwards = afterwards;
    }

    /** Whether nobody gets there unless a table is rebuilt. */
    boolean isInARebuild() {
        return name().startsWith("REBUILD_");
    }

    /** @param transaction everything that was said in it before, in lower case */
    boolean isBefore(List<String> transaction, String statement) {
        return !afterwards && matches(transaction, statement);
    }

    boolean isAfter(List<String> transaction, String statement) {
        return afterwards && matches(transaction, statement);
    }

    private boolean matches(List<String> transaction, String statement) {
        return now.matcher(statement).find()
                && (earlier.pattern().isEmpty()
                        || transaction.stream()
                                .anyMatch(it -> earlier.matcher(it).find()));
    }
}
