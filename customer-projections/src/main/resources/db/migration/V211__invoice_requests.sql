-- Those who wait for an operator, the longest waiting first.
create index payment_method_state on payment_method (state, by_added);
