package io.customeraccounts.projections.planted.one;

import io.customeraccounts.projections.planted.two.Hen;

/** Breaks the rule that packages form no cycle. */
public record Egg(Hen layer) {}
