package io.customeraccounts.projections.feed;

import io.customeraccounts.domain.values.CustomerId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted.
 *
 * @param customerId absent for those of all customers
 * @param names stored names of events; empty for all
 * @param subject the id of a membership, invitation, project or customer that they are about; absent for all
 * @param view which events the reader may see at all; absent for all
 */
public record FeedFilter(
        @Nullable CustomerId customerId,
        Set<String> names,
        @Nullable String subject,
        @Nullable View view) {

    /** What somebody may see of the events. */
    public interface View {

        /** The ids of those that may be seen. */
        Set<UUID> of(List<FeedEvent> events);
    }

    public static final FeedFilter NONE = new FeedFilter(null, Set.of(), null);

    public FeedFilter {
        names = Set.copyOf(names);
    }

    public FeedFilter(@Nullable CustomerId customerId, Set<String> names, @Nullable String subject) {
        this(customerId, names, subject, null);
    }

    /** Whether events have to be looked at to know. */
    boolean looksInside() {
        return !names.isEmpty() || subject != null || view != null;
    }

    /** Those that are wanted, in their order. */
    List<FeedEvent> accepted(List<FeedEvent> events) {
        var accepted = events.stream().filter(this::accepts).toList();
        if (view == null) {
            return accepted;
        }
        var visible = view.of(accepted);
        return accepted.stream().filter(event -> visible.contains(event.id())).toList();
    }

    private boolean accepts(FeedEvent event) {
        return (names.isEmpty() || names.contains(event.name()))
                && (subject == null
                        || subject.equals(event.subject())
                        || subject.equals(event.data().get(PlainData.INVITATION))
                        || subject.equals(event.data().get(PlainData.PROJECT)));
    }
}
