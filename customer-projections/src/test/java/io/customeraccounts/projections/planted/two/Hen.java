package io.customeraccounts.projections.planted.two;

import io.customeraccounts.projections.planted.one.Egg;
import java.util.List;

/** Breaks the rule that packages form no cycle. */
public record Hen(List<Egg> eggs) {}
