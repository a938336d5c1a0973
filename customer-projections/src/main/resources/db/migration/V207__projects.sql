-- Projects and the access to them. Written in the transaction of the events, and only from events; see V201.

create table project (
    project_id         uuid                     primary key,
    customer_id        uuid                     not null,
    identifier         varchar(30)              not null,
    name               varchar(400)             not null,
    payment_method_id  uuid                     not null,
    billing_address_id uuid                     not null,
    state              varchar(20)              not null,
    created_at         timestamp with time zone not null,
    marked_at          timestamp with time zone,
    deleted_at         timestamp with time zone,
    version            bigint                   not null,
    by_name            bytea                    not null
);
create index project_by_name on project (customer_id, by_name);
create index project_payment_method on project (payment_method_id);
create index project_billing_address on project (billing_address_id);

create table project_location (
    -- Made of project and location, so that it is the same in every rebuild.
    location_id uuid        primary key,
    project_id  uuid        not null,
    location    varchar(30) not null,
    -- The order in which they were chosen.
    place       bigint      not null
);
create index project_location_project on project_location (project_id, place);

create table project_access (
    grant_id        uuid                     primary key,
    project_id      uuid                     not null,
    customer_id     uuid                     not null,
    membership_id   uuid                     not null,
    -- The membership while no event has ended the grant, so that a second one at the same time is impossible.
    open_membership uuid,
    role            varchar(20)              not null,
    by_self         boolean                  not null,
    invitation_id   uuid,
    opened_at       timestamp with time zone not null,
    opened_event    uuid                     not null,
    ends_at         timestamp with time zone,
    ended_at        timestamp with time zone,
    ended_because   varchar(30),
    ended_event     uuid,
    version         bigint                   not null,
    -- The orders of the lists; null once the grant has ended, the second also while it has no end date.
    by_opened       bytea,
    by_end          bytea
);
create unique index project_access_open on project_access (open_membership, project_id);
-- What a decision looks up: open or ended.
create index project_access_membership on project_access (membership_id, project_id, grant_id);
create index project_access_by_opened on project_access (project_id, by_opened);
create index project_access_by_end on project_access (customer_id, by_end);

-- A decision looks a person up in one customer, whether they are its user now or were.
create index customer_user_person_customer on customer_user (person_id, customer_id);
drop index customer_user_person;

-- What is unique among all projects that a customer ever had. Not rebuilt from events.
create table project_identifier_reservation (
    customer_id uuid        not null,
    identifier  varchar(30) not null,
    project_id  uuid        not null,
    primary key (customer_id, identifier)
);

insert into rebuild
    (table_name, state, position, compared, live_rows, reading_millis, comparing_millis, differences, lock_millis)
values ('project', 'NONE', 0, 0, 0, 0, 0, 0, 0),
       ('project_location', 'NONE', 0, 0, 0, 0, 0, 0, 0),
       ('project_access', 'NONE', 0, 0, 0, 0, 0, 0, 0);

create table project_rebuild (
    project_id         uuid                     primary key,
    customer_id        uuid                     not null,
    identifier         varchar(30)              not null,
    name               varchar(400)             not null,
    payment_method_id  uuid                     not null,
    billing_address_id uuid                     not null,
    state              varchar(20)              not null,
    created_at         timestamp with time zone not null,
    marked_at          timestamp with time zone,
    deleted_at         timestamp with time zone,
    version            bigint                   not null,
    by_name            bytea                    not null
);

create table project_location_rebuild (
    location_id uuid        primary key,
    project_id  uuid        not null,
    location    varchar(30) not null,
    place       bigint      not null
);

create table project_access_rebuild (
    grant_id        uuid                     primary key,
    project_id      uuid                     not null,
    customer_id     uuid                     not null,
    membership_id   uuid                     not null,
    open_membership uuid,
    role            varchar(20)              not null,
    by_self         boolean                  not null,
    invitation_id   uuid,
    opened_at       timestamp with time zone not null,
    opened_event    uuid                     not null,
    ends_at         timestamp with time zone,
    ended_at        timestamp with time zone,
    ended_because   varchar(30),
    ended_event     uuid,
    version         bigint                   not null,
    by_opened       bytea,
    by_end          bytea
);
create index project_access_rebuild_project on project_access_rebuild (project_id);
