-- The locations that projects of a customer are or were in; the global one also of customers that never had a project, for
-- whoever notes where a project comes, or what ends access everywhere, locks that row first.
create table customer_place (
    customer_id uuid        not null,
    location    varchar(30) not null,
    primary key (customer_id, location)
);
insert into customer_place (customer_id, location) select distinct customer_id, location from project_place;
-- In revocation there is a row for each location that is concerned, whether a system serves it or not.
