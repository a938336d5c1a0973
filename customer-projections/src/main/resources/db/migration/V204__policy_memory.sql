-- The memory of the policies.

-- What is to be done at a time. try_from: not before then; moved on by whoever takes it up.
create table due (
    kind        varchar(30)              not null,
    subject_id  uuid                     not null,
    customer_id uuid                     not null,
    due_at      timestamp with time zone not null,
    cause       varchar(60)              not null,
    try_from    timestamp with time zone not null,
    primary key (kind, subject_id)
);
create index due_try_from on due (kind, try_from);

-- Every customer that a person is or was a user of, except those that were never confirmed.
create table person_customer (
    person_id   uuid not null,
    customer_id uuid not null,
    primary key (person_id, customer_id)
);
create index person_customer_customer on person_customer (customer_id);
