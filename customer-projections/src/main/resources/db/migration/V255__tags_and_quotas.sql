-- What a project is marked with: a line for each, of name and value. No personal data.
alter table project add column tags varchar(9000);
alter table project_rebuild add column tags varchar(9000);

-- How much the project may use in the location; null if nothing is said of it.
alter table project_location add column quota bigint;
alter table project_location_rebuild add column quota bigint;

-- The order of exports.
create index project_of_customer on project (customer_id, project_id);
create index customer_managed_id on customer (managed_by, customer_id);
