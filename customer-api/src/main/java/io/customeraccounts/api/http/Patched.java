package io.customeraccounts.api.http;

import org.jspecify.annotations.Nullable;

/**
 * A field of a merge patch (RFC 7396) that was given: absent fields stay as they are.
 *
 * @param value absent if it was given as {@code null}, which takes the value away
 */
public record Patched(@Nullable String value) {}
