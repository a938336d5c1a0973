package io.customeraccounts.domain.project;

import io.customeraccounts.domain.values.LocationName;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How much one project may use in each of its locations; nothing is said of the others. */
final class Quotas {

    private Map<LocationName, Long> present = new HashMap<>();

    /** @param quota absent for none */
    boolean is(LocationName location, @Nullable Long quota) {
        return Objects.equals(present.get(location), quota);
    }

    void set(LocationName location, @Nullable Long quota) {
        if (quota == null) {
            present.remove(location);
        } else {
            present.put(location, quota);
        }
    }

    /** A location that comes back starts without. */
    void removed(LocationName location) {
        present.remove(location);
    }
}
