package io.customeraccounts.domain.planted.one;

import io.customeraccounts.domain.planted.two.Hen;

/** Breaks the rule that packages form no cycle. */
public record Egg(Hen layer) {}
