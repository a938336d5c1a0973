package io.customeraccounts.api.planted.one;

import io.customeraccounts.api.planted.two.Hen;

/** Breaks the rule that packages form no cycle. */
public record Egg(Hen layer) {}
