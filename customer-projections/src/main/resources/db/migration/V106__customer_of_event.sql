-- An event belongs to a customer, also where the aggregate is another thing of it, such as a project. The sealer takes it from
-- here into the ledger.
alter table unsealed_event add column customer_id uuid;

update unsealed_event set customer_id = (
    select e.aggregate_identifier from domain_event e where e.event_identifier = unsealed_event.event_identifier
);

alter table unsealed_event alter column customer_id set not null;
