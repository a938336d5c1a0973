package io.customeraccounts.domain.project;

import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.ProjectId;
import java.util.List;

/**
 * What the connected systems say remains of a project. "None" is assumed only where no system was ever connected (rule:
 * Projects). What is answered stays so until the end of the transaction: who reports something else meanwhile waits, and is
 * then told that the project is not there any more, if that is what was decided.
 */
public interface Resources {

    /** One resource, as its system names it. */
    record Resource(String system, LocationName location, String name) {}

    /**
     * @param remaining what is there, by location, system and name; at most 100
     * @param unknown the systems that have not reported since they would have had to
     */
    record Report(List<Resource> remaining, List<String> unknown) {

        public boolean isEmpty() {
            return remaining.isEmpty() && unknown.isEmpty();
        }
    }

    /** In one location. */
    Report in(ProjectId projectId, LocationName location);

    /** In all locations. */
    Report in(ProjectId projectId);
}
