-- Customers that a partner manages. Who creates one is no user of it.
alter table customer add column managed_by uuid;
alter table customer alter column opened_by drop not null;
-- Folded name and identifier; absent for customers from before, until they are renamed or the table is rebuilt.
alter table customer add column search_text varchar(1000);
create index customer_managed on customer (managed_by, by_name);

alter table customer_rebuild add column managed_by uuid;
alter table customer_rebuild add column search_text varchar(1000);
alter table customer_rebuild alter column opened_by drop not null;
