-- Who was a user of a customer at any time, in order: for what is different at two times, where much is.
create index past_user_customer on past_user (customer_id, membership_id);
