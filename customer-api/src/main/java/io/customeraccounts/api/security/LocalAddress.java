package io.customeraccounts.api.security;

import org.jspecify.annotations.Nullable;

/** Where a form or a link may lead on to: to a page of the service itself. */
public final class LocalAddress {

    private static final String HOME = "/account";

    private LocalAddress() {}

    /** @return the target, or the page of one's own account if there is none or it is on another host, whoever made the link */
    public static String of(@Nullable String target) {
        return target != null
                        && target.startsWith("/")
                        && !target.startsWith("//")
                        && target.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\')
                ? target
                : HOME;
    }
}
