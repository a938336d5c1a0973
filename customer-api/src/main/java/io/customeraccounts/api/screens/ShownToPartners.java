package io.customeraccounts.api.screens;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the pages of partners read of the answers of the API. */
final class ShownToPartners {

    private ShownToPartners() {}

    record Customers(List<Shown.Customer> items, @Nullable String next) {}

    record Messages(List<Message> items, @Nullable String next) {}

    record Message(String kind, String text, Instant sentAt, int readers) {}

    record Projects(List<Project> items, @Nullable String next) {}

    record Project(
            String id,
            String identifier,
            String name,
            List<String> locations,
            List<Tag> tags,
            List<Quota> quotas,
            String state) {

        /** A line each. */
        public String tagsInLines() {
            return tags.stream().map(Tag::text).collect(Collectors.joining("\n"));
        }

        public @Nullable Long quotaAt(String location) {
            return quotas.stream()
                    .filter(it -> it.location().equals(location))
                    .map(Quota::quota)
                    .findFirst()
                    .orElse(null);
        }
    }

    record ManagedProjects(
            List<ManagedProject> items, @Nullable String next) {}

    record ManagedProject(
            String customerId,
            String customerName,
            String projectId,
            String identifier,
            String name,
            String state,
            List<Tag> tags) {}

    record Tag(String name, String value) {

        public String text() {
            return name + " = " + value;
        }
    }

    record Quota(String location, long quota) {}

    record People(List<FoundPerson> items, @Nullable String next) {}

    record FoundPerson(String personId, List<FoundMembership> memberships) {

        /** Any of their names; absent once erased. */
        public @Nullable String name() {
            for (var membership : memberships) {
                if (membership.fullName() != null) {
                    return membership.fullName();
                }
            }
            return null;
        }
    }

    record FoundMembership(
            String membershipId,
            String customerId,
            String customerName,
            @Nullable String fullName,
            @Nullable String email,
            String group,
            Instant joinedAt,
            @Nullable Instant endedAt) {}
}
