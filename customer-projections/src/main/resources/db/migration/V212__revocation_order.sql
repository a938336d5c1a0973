-- The first of what is not confirmed, in the order in which it is asked for: H2 reads an index in the order of all its
-- columns or sorts every row.
drop index revocation_customer;
drop index revocation_scope;
drop index revocation_membership;
create index revocation_customer on revocation (customer_id, location, position, happened_at);
create index revocation_scope on revocation (scope_id, location, position, happened_at);
create index revocation_membership on revocation (membership_id, location, position, happened_at);
