package io.customeraccounts.domain.project;

import io.customeraccounts.domain.values.LocationName;

/** Where projects may be. */
public interface AvailableLocations {

    /** Whether some connected system serves the location; {@link LocationName#GLOBAL} always is available. */
    boolean contains(LocationName location);
}
