package io.customeraccounts.api.http.planted;

import io.customeraccounts.api.planted.one.Egg;

/** Breaks the rule that what features share does not depend on a feature. */
public record DependsOnAFeature(Egg egg) {}
