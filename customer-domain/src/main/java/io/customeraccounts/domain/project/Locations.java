package io.customeraccounts.domain.project;

import io.customeraccounts.domain.project.ProjectRefusal.LocationNotOnProject;
import io.customeraccounts.domain.project.ProjectRefusal.LocationNotRemovable;
import io.customeraccounts.domain.values.LocationName;
import java.util.HashSet;
import java.util.Set;

/** Where one project may have resources. */
final class Locations {

    private Set<LocationName> present = new HashSet<>();

    boolean contains(LocationName location) {
        return present.contains(location);
    }

    void refuseUnlessPresent(LocationName location) {
        if (!contains(location)) {
            throw new LocationNotOnProject(location);
        }
    }

    static void refuseIfGlobal(LocationName location) {
        if (location.equals(LocationName.GLOBAL)) {
            throw new LocationNotRemovable(location);
        }
    }

    void added(LocationName location) {
        present.add(location);
    }

    void removed(LocationName location) {
        present.remove(location);
    }
}
