-- What customers say about themselves and how they pay, and where projects are, as it was from when to when (see V230). What is
-- personal of it stays in the events: here is the position of the one that says it, and it is opened there when it is asked for.

create table past_general_data (
    customer_id                uuid                     not null,
    from_position              bigint                   not null,
    from_at                    timestamp with time zone not null,
    to_position                bigint,
    to_at                      timestamp with time zone,
    ended_because              varchar(30),
    node                       bigint                   not null,
    company_address_position   bigint,
    cost_centre_position       bigint,
    default_payment_method_id  uuid,
    default_billing_address_id uuid,
    primary key (customer_id, from_position)
);

create table past_billing_address (
    billing_address_id uuid                     not null,
    from_position      bigint                   not null,
    from_at            timestamp with time zone not null,
    to_position        bigint,
    to_at              timestamp with time zone,
    ended_because      varchar(30),
    node               bigint                   not null,
    customer_id        uuid                     not null,
    address_position   bigint                   not null,
    primary key (billing_address_id, from_position)
);
create index past_billing_address_customer_from on past_billing_address (customer_id, node, from_at);
create index past_billing_address_customer_to on past_billing_address (customer_id, node, to_at);

create table past_payment_method (
    payment_method_id uuid                     not null,
    from_position     bigint                   not null,
    from_at           timestamp with time zone not null,
    to_position       bigint,
    to_at             timestamp with time zone,
    ended_because     varchar(30),
    node              bigint                   not null,
    customer_id       uuid                     not null,
    kind              varchar(20)              not null,
    state             varchar(20)              not null,
    brand             varchar(30),
    expires_at        timestamp with time zone,
    added_position    bigint                   not null,
    primary key (payment_method_id, from_position)
);
create index past_payment_method_customer_from on past_payment_method (customer_id, node, from_at);
create index past_payment_method_customer_to on past_payment_method (customer_id, node, to_at);

-- A location that is chosen again has the same id.
create table past_location (
    location_id   uuid                     not null,
    from_position bigint                   not null,
    from_at       timestamp with time zone not null,
    to_position   bigint,
    to_at         timestamp with time zone,
    ended_because varchar(30),
    node          bigint                   not null,
    project_id    uuid                     not null,
    location      varchar(30)              not null,
    -- The order of the list: within an event, after those of earlier ones.
    place         integer                  not null,
    primary key (location_id, from_position)
);
create index past_location_project on past_location (project_id, from_at);

alter table past_project add column payment_method_id uuid;
alter table past_project add column billing_address_id uuid;

-- The copies; where V505 is still to come, it makes that of past_project.
create table past_general_data_rebuild as select * from past_general_data where 1 = 0;
alter table past_general_data_rebuild alter column customer_id set not null;
alter table past_general_data_rebuild alter column from_position set not null;
alter table past_general_data_rebuild add primary key (customer_id, from_position);

create table past_billing_address_rebuild as select * from past_billing_address where 1 = 0;
alter table past_billing_address_rebuild alter column billing_address_id set not null;
alter table past_billing_address_rebuild alter column from_position set not null;
alter table past_billing_address_rebuild add primary key (billing_address_id, from_position);

create table past_payment_method_rebuild as select * from past_payment_method where 1 = 0;
alter table past_payment_method_rebuild alter column payment_method_id set not null;
alter table past_payment_method_rebuild alter column from_position set not null;
alter table past_payment_method_rebuild add primary key (payment_method_id, from_position);

create table past_location_rebuild as select * from past_location where 1 = 0;
alter table past_location_rebuild alter column location_id set not null;
alter table past_location_rebuild alter column from_position set not null;
alter table past_location_rebuild add primary key (location_id, from_position);

alter table if exists past_project_rebuild add column if not exists payment_method_id uuid;
alter table if exists past_project_rebuild add column if not exists billing_address_id uuid;

-- Where a history is written down already, a rebuild of it beside the live tables fills what is new. Until it has finished, answers
-- about the past say that they are not complete.
update rebuild
set state = 'RUNNING', run = cast('00000000-0000-0000-0000-000000000237' as uuid), position = 0, compared_to = null, compared = 0,
    live_rows = (select count(*) from history_entry), reading_millis = 0, comparing_millis = 0, differences = 0, lock_millis = 0,
    check_only = false, started_at = current_timestamp, ended_at = null, owner = null, owned_until = null
where table_name = 'history' and exists (select 1 from past_customer);
