package io.customeraccounts.projections.users;

import io.customeraccounts.domain.values.GroupName;
import org.jspecify.annotations.Nullable;

/**
 * Which users of a customer are asked for.
 *
 * @param search a part of the name or of the e-mail address, at any place in it, without regard to case and accents;
 *     absent or blank for all
 * @param group absent for all
 */
public record UserFilter(@Nullable String search, @Nullable GroupName group) {

    public static final UserFilter NONE = new UserFilter(null, null);

    /** Without the search: it may be a name. */
    @Override
    public String toString() {
        return "UserFilter[group=" + group + "]";
    }
}
