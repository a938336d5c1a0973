package io.customeraccounts.projections.messages;

/** A message that somebody is to read. */
public record UnreadMessage(MessageRow message, String customerName, String partnerName) {}
