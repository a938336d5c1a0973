package io.customeraccounts.api.planted.two;

import io.customeraccounts.api.planted.one.Egg;
import java.util.List;

/** Breaks the rule that packages form no cycle. */
public record Hen(List<Egg> eggs) {}
