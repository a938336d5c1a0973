package io.customeraccounts.projections.followers;

/**
 * How far a follower has come.
 *
 * @param handled all events up to this position have been handled, apart from those that are parked
 * @param parked events that could not be handled, and those of the same customer that wait for them
 */
public record Following(String follower, long handled, long parked) {}
