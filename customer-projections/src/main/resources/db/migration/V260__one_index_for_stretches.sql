-- Of two indexes that begin alike, one with the beginning and one with the end, PostgreSQL, which takes any one node for almost empty,
-- took either for both. One with both is enough: what hangs at a node was there at the same second, so there is no more of it than
-- holds that second, and who of them is over is found without looking at their rows. It is also one less to keep.
create index past_user_customer_node on past_user (customer_id, node, from_at, to_at);
drop index past_user_customer_from;
drop index past_user_customer_to;

create index past_invitation_customer_node on past_invitation (customer_id, node, from_at, to_at);
drop index past_invitation_customer_from;
drop index past_invitation_customer_to;

create index past_project_customer_node on past_project (customer_id, node, from_at, to_at);
drop index past_project_customer_from;
drop index past_project_customer_to;

create index past_grant_project_node on past_grant (project_id, node, from_at, to_at);
drop index past_grant_project_from;
drop index past_grant_project_to;
create index past_grant_membership_node on past_grant (membership_id, node, from_at, to_at);
drop index past_grant_membership_from;
drop index past_grant_membership_to;
create index past_grant_customer_node on past_grant (customer_id, node, from_at, to_at);
drop index past_grant_customer_from;
drop index past_grant_customer_to;

create index past_billing_address_customer_node on past_billing_address (customer_id, node, from_at, to_at);
drop index past_billing_address_customer_from;
drop index past_billing_address_customer_to;

create index past_payment_method_customer_node on past_payment_method (customer_id, node, from_at, to_at);
drop index past_payment_method_customer_from;
drop index past_payment_method_customer_to;
