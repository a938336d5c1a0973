-- The nodes that work on this database. Each says every few seconds that it is there, by the database's clock.
create table node (
    node_id varchar(36) primary key,
    seen_at timestamp with time zone not null
);
