package io.customeraccounts.domain.planted.two;

import io.customeraccounts.domain.planted.one.Egg;
import java.util.List;

/** Breaks the rule that packages form no cycle. */
public record Hen(List<Egg> eggs) {}
