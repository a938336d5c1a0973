package io.customeraccounts.api.faults;

import io.customeraccounts.api.faults.Tables.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where projects must be noted to be, and what connected systems must be asked to confirm. */
final class Places {

    /**
     * What happens within so long may have happened at the same moment, by whichever order the ledger has: longer than a
     * process stands still in a run.
     */
    static final Duration MOMENT = Duration.ofSeconds(40);

    private static final String EVERYWHERE = "global";

    private final Tables tables = new Tables();
    private final Map<String, Row> places = tables.table("project_place");
    private final Map<String, Row> ofCustomers = tables.table("customer_place");
    private final List<Stay> stays = new ArrayList<>();
    private final List<Event> concernAllProjects = new ArrayList<>();
    private final Map<String, Row> asked = new TreeMap<>();
    private final Map<String, Row> perhapsAsked = new TreeMap<>();

    /** A project in a location. */
    private static final class Stay {

        private final String project;
        private final String location;
        private final Event from;
        private @Nullable Event to;

        private Stay(String project, String location, Event from) {
            this.project = project;
            this.location = location;
            this.from = from;
        }

        private boolean isOver() {
            return to != null;
        }
    }

    private Places() {}

    static Places after(List<Event> events) {
        var fold = new Places();
        events.forEach(fold::apply);
        fold.concernAllProjects.forEach(fold::askInAllProjects);
        return fold;
    }

    /** The tables, with the names of the database, that nothing else could be in. */
    Tables tables() {
        return tables;
    }

    /** The rows of the table {@code revocation} that must be there, by event and location. */
    Map<String, Row> asked() {
        return asked;
    }

    /** Those that may be there. */
    Map<String, Row> perhapsAsked() {
        return perhapsAsked;
    }

    private void apply(Event event) {
        switch (event.type()) {
            case "project.created" -> event.list("locations").forEach(it -> comes(event, String.valueOf(it)));
            case "project.location-added" -> comes(event, event.text("location"));
            case "project.location-removed" -> leaves(event, event.text("location"));
            case "project.deleted" -> leaves(event, null);
            case "project.user-unassigned", "project.access-revoked" -> ask(event, event.text("membershipId"));
            case "project.marked-for-deletion" -> ask(event, null);
            case "user-removed", "closed" -> {
                note(event.customer(), EVERYWHERE);
                concernAllProjects.add(event);
            }
            default -> {}
        }
    }

    private void comes(Event event, String location) {
        var project = event.text("projectId");
        places.put(
                project + " " + location,
                new Row()
                        .with("customer_id", event.customer())
                        .with("since", String.valueOf(event.sequence()))
                        .with("present", "t"));
        note(event.customer(), location);
        stays.add(new Stay(project, location, event));
    }

    private void note(String customer, String location) {
        ofCustomers.put(customer + " " + location, new Row().with("customer_id", customer));
    }

    /** @param location absent if it is each of them */
    private void leaves(Event event, @Nullable String location) {
        for (var stay : stays) {
            if (!stay.isOver()
                    && stay.project.equals(event.text("projectId"))
                    && (location == null || stay.location.equals(location))) {
                stay.to = event;
                ReadTables.found(places, stay.project + " " + stay.location, event)
                        .put("present", "f");
            }
        }
    }

    /** Of the project alone, whose events have an order of their own. */
    private void ask(Event event, @Nullable String membership) {
        for (var stay : stays) {
            if (!stay.isOver() && stay.project.equals(event.text("projectId"))) {
                asked.put(event.id() + " " + stay.location, row(event, stay.project, membership));
            }
        }
    }

    /** A first project that comes at that moment has nothing by which anybody could tell that there is something to ask. */
    private void askInAllProjects(Event event) {
        var hadProjects = stays.stream()
                .anyMatch(stay -> stay.from.customer().equals(event.customer()) && isThereAllTheTime(stay, event));
        for (var stay : stays) {
            if (stay.from.customer().equals(event.customer())) {
                var id = event.id() + " " + stay.location;
                var row = row(event, event.customer(), event.textOrNull("membershipId"));
                if (hadProjects && isCertainlyThere(stay, event)) {
                    asked.put(id, row);
                }
                if (isPerhapsThere(stay, event)) {
                    perhapsAsked.put(id, row);
                }
            }
        }
    }

    private static boolean isCertainlyThere(Stay stay, Event event) {
        var to = stay.to;
        return stay.from.position() < event.position()
                && (to == null
                        || (to.position() > event.position()
                                && to.time().isAfter(event.time().plus(MOMENT))));
    }

    private static boolean isThereAllTheTime(Stay stay, Event event) {
        return stay.from.time().isBefore(event.time().minus(MOMENT)) && isCertainlyThere(stay, event);
    }

    private static boolean isPerhapsThere(Stay stay, Event event) {
        var to = stay.to;
        return stay.from.time().isBefore(event.time().plus(MOMENT))
                && (to == null || to.time().isAfter(event.time().minus(MOMENT)));
    }

    private static Row row(Event event, String scope, @Nullable String membership) {
        return new Row()
                .with("customer_id", event.customer())
                .with("scope_id", scope)
                .with("membership_id", membership)
                .with("happened_at", Memories.stored(event.time()))
                .with("position", String.valueOf(event.position()));
    }
}
