package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.policies.DueSheet.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A due sheet of one process. */
public class MapDueSheet implements DueSheet {

    private record Entry(Due due, Instant tryFrom) {}

    private final Map<String, Entry> entries = new TreeMap<>();

    @Override
    public void put(Due due) {
        entries.put(key(due.kind(), due.subjectId()), new Entry(due, due.at()));
    }

    @Override
    public void remove(Kind kind, UUID subjectId) {
        entries.remove(key(kind, subjectId));
    }

    @Override
    public List<Due> claim(Kind kind, Instant now, int limit) {
        var claimed = entries.values().stream()
                .filter(entry -> entry.due().kind() == kind && !entry.tryFrom().isAfter(now))
                .map(Entry::due)
                .sorted(Comparator.comparing(Due::at))
                .limit(limit)
                .toList();
        claimed.forEach(
                due -> entries.put(key(kind, due.subjectId()), new Entry(due, now.plus(Duration.ofMinutes(1)))));
        return claimed;
    }

    @Override
    public void done(Due due) {
        entries.computeIfPresent(
                key(due.kind(), due.subjectId()),
                (key, entry) -> entry.due().at().equals(due.at()) ? null : entry);
    }

    public List<Due> all() {
        return entries.values().stream().map(Entry::due).toList();
    }

    private static String key(Kind kind, UUID subjectId) {
        return kind + " " + subjectId;
    }
}
