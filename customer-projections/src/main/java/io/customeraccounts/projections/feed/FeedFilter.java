package io.customeraccounts.projections.feed;

import io.customeraccounts.domain.values.CustomerId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted.
 *
 * @param customerId absent for those of all customers
 * @param names stored names of events; empty for all
 * @param subject the id of a membership, invitation, project or customer that they are about; absent for all
 */
public record FeedFilter(
        @Nullable CustomerId customerId,
        Set<String> names,
        @Nullable String subject) {

    public static final FeedFilter NONE = new FeedFilter(null, Set.of(), null);

    public FeedFilter {
        names = Set.copyOf(names);
    }

    /** Whether events have to be looked at to know. */
    boolean looksInside() {
        return !names.isEmpty() || subject != null;
    }

    boolean accepts(FeedEvent event) {
        return (names.isEmpty() || names.contains(event.name()))
                && (subject == null
                        || subject.equals(event.subject())
                        || subject.equals(event.data().get(PlainData.INVITATION))
                        || subject.equals(event.data().get(PlainData.PROJECT)));
    }
}
