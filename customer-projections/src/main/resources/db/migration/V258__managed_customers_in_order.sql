-- Managed customers by identifier, by the time at which they were opened, and those in one state together.
alter table customer add column by_identifier bytea;
alter table customer add column by_opened bytea;
-- As by_name, but in no index without the partner: PostgreSQL would rather go through the names of all customers.
alter table customer add column by_managed bytea;
alter table customer_rebuild add column by_identifier bytea;
alter table customer_rebuild add column by_opened bytea;
alter table customer_rebuild add column by_managed bytea;

-- Bytes, since every database compares those alike. What is in no list has none.
update customer
set by_managed = by_name,
    by_identifier = cast(identifier || ' ' || cast(customer_id as varchar) as bytea),
    by_opened = cast(lpad(cast(cast(extract(epoch from opened_at) * 1000000 as bigint) as varchar), 20, '0')
        || ' ' || cast(customer_id as varchar) as bytea)
where by_name is not null;

drop index customer_managed;
create index customer_managed_by_name on customer (managed_by, by_managed);
create index customer_managed_by_identifier on customer (managed_by, by_identifier);
create index customer_managed_by_opened on customer (managed_by, by_opened);
create index customer_managed_in_state on customer (managed_by, state, by_managed);
