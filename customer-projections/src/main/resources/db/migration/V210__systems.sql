-- Connected systems: the platforms in which projects have their resources.

create table connected_system (
    system_id          uuid                     primary key,
    name               varchar(400)             not null,
    -- The name until the system is removed, so that no two are mixed up.
    name_in_use        varchar(400)             unique,
    -- Who speaks for it: a client of its own, or a subject at the issuer elsewhere, which then has no secret here.
    client_id          varchar(255)             not null,
    client_in_use      varchar(255)             unique,
    secret_hash        varchar(64),
    registered_at      timestamp with time zone not null,
    removed_at         timestamp with time zone,
    version            bigint                   not null,
    -- It has applied every revocation up to this position of the ledger.
    confirmed_position bigint                   not null,
    confirmed_at       timestamp with time zone not null
);

-- The locations that connected systems serve now.
create table system_location (
    location  varchar(30) not null,
    system_id uuid        not null,
    primary key (location, system_id)
);
create index system_location_system on system_location (system_id);

-- Who registered, changed and removed systems, when and why. Never changed.
create table system_change (
    system_id  uuid                     not null,
    version    bigint                   not null,
    kind       varchar(20)              not null,
    changed_at timestamp with time zone not null,
    actor      varchar(200)             not null,
    reason     varchar(2000)            not null,
    name       varchar(400)             not null,
    client_id  varchar(255)             not null,
    -- In their order, with spaces between them.
    locations  varchar(4000)            not null,
    primary key (system_id, version)
);

-- Where projects are. From events, in their transaction, like the read tables. A report and the removal of what it reports
-- about are settled by the lock of the row.
create table project_place (
    project_id  uuid        not null,
    location    varchar(30) not null,
    customer_id uuid        not null,
    -- The number of the event with which the project came there for the last time.
    since       bigint      not null,
    -- Whether it is there: it has neither left the location nor been deleted.
    present     boolean     not null,
    primary key (project_id, location)
);
create index project_place_customer on project_place (customer_id, location, present);

create table system_report (
    project_id  uuid                     not null,
    location    varchar(30)              not null,
    system_id   uuid                     not null,
    -- Of the place that it is about: what was reported before the project left counts no more when it comes back.
    since       bigint                   not null,
    reported_at timestamp with time zone not null,
    primary key (project_id, location, system_id)
);
create index system_report_system on system_report (system_id, location);

create table system_resource (
    project_id uuid         not null,
    location   varchar(30)  not null,
    system_id  uuid         not null,
    name       varchar(400) not null,
    primary key (project_id, location, system_id, name)
);
create index system_resource_system on system_resource (system_id, location);

-- What connected systems have to confirm: an event that ends access, once for each served location that it concerns.
-- Written in the transaction of the event.
create table revocation (
    event_id      uuid                     not null,
    location      varchar(30)              not null,
    customer_id   uuid                     not null,
    -- What it is about: the project, or the customer if all its projects are concerned.
    scope_id      uuid                     not null,
    -- Whose access has ended; null if everybody's.
    membership_id uuid,
    happened_at   timestamp with time zone not null,
    -- In the ledger; the highest number that there is until the event has one.
    position      bigint                   not null,
    primary key (event_id, location)
);
create index revocation_location on revocation (location, position, happened_at);
create index revocation_customer on revocation (customer_id, location, position);
create index revocation_scope on revocation (scope_id, location, position);
create index revocation_membership on revocation (membership_id, location, position);
create index revocation_position on revocation (position);
