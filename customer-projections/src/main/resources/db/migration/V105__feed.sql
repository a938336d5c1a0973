-- What the feed is filtered by. Today every event is one of a customer, whose id is that of the aggregate.
alter table ledger add column customer_id uuid;

update ledger set customer_id = (
    select e.aggregate_identifier from domain_event e where e.event_identifier = ledger.event_identifier
);

alter table ledger alter column customer_id set not null;

create index ledger_by_customer on ledger (customer_id, position);

-- Which store this is, from its creation on and in every copy of it: what a cursor before the first event is bound to.
create table store_identity (
    id smallint primary key,
    store_id uuid not null,
    constraint store_identity_is_one_row check (id = 1)
);

insert into store_identity (id, store_id) values (1, gen_random_uuid());
