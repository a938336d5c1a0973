package io.customeraccounts.api.faults;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be known from outside when a run is over and all faults have been lifted.
 *
 * @param feed by HTTP, from the first to the last event
 * @param stored every committed event
 * @param ledger every position that was given
 * @param tables as they are in the database
 * @param shown what the API shows of the same
 * @param addresses of the invitations, by their ids
 * @param mails that the mail server has said yes to, or was about to
 * @param notes what the service has noted about each of its mails
 * @param checkpoints that were posted, each time that they were
 * @param interruptions each may have come between somebody's yes to a mail or a checkpoint and the note about it
 */
record History(
        List<Call> calls,
        List<Event> feed,
        List<Stored> stored,
        List<Sealed> ledger,
        Tables tables,
        Tables shown,
        List<Address> addresses,
        List<Mail> mails,
        List<Note> notes,
        List<String> checkpoints,
        int interruptions,
        List<Recovery> recoveries) {

    record Stored(String event, String customer, long sequence) {}

    record Sealed(long position, String event) {}

    record Address(String invitation, String email) {}

    /** @param id the Message-ID, without brackets and host */
    record Mail(String id, String to) {}

    /** @param state what has become of the mail, as the service says */
    record Note(String mail, String state) {}

    /** @param took until every follower had read everything; absent if it was waited for in vain */
    record Recovery(String after, @Nullable Duration took) {}
}
