-- What began, ended or was to end between two times, for what is different at them.
create index past_user_began on past_user (customer_id, from_at);
create index past_user_ended on past_user (customer_id, to_at);
create index past_user_ends on past_user (customer_id, ends_at);
create index past_grant_began on past_grant (customer_id, from_at);
create index past_grant_ended on past_grant (customer_id, to_at);
create index past_grant_ends on past_grant (customer_id, ends_at);
create index past_project_began on past_project (customer_id, from_at);
