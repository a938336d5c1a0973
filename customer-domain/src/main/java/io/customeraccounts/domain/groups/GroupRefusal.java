package io.customeraccounts.domain.groups;

import io.customeraccounts.domain.Refusal;
import io.customeraccounts.domain.values.GroupName;

/** Why a group is not added. */
public abstract sealed class GroupRefusal extends Refusal {

    private GroupRefusal(String message) {
        super(message);
    }

    /** Only operators add groups. */
    public static final class NotAnOperator extends GroupRefusal {
        public NotAnOperator() {
            super("only operators add groups");
        }
    }

    /** There is a group of this name. */
    public static final class GroupExists extends GroupRefusal {
        private final GroupName group;

        public GroupExists(GroupName group) {
            super("group " + group + " exists");
            this.group = group;
        }

        public GroupName group() {
            return group;
        }
    }
}
