-- Read tables are rebuilt from the events in a copy beside the live one, compared with it, and repaired. The row of a table
-- is its lock: whoever fills the copy, repairs from it, or erases from both holds it.
create table rebuild (
    table_name       varchar(30)              primary key,
    state            varchar(20)              not null,
    -- Which of the rebuilds of this table it is.
    run              uuid,
    -- The events up to this one are in the copy.
    position         bigint                   not null,
    -- The rows up to this key have been compared.
    compared_to      uuid,
    compared         bigint                   not null,
    -- How many there were when it started.
    live_rows        bigint                   not null,
    reading_millis   bigint                   not null,
    comparing_millis bigint                   not null,
    differences      bigint                   not null,
    lock_millis      bigint                   not null,
    started_at       timestamp with time zone,
    ended_at         timestamp with time zone,
    -- The node that works on it, if it has renewed its claim in time.
    owner            varchar(60),
    owned_until      timestamp with time zone
);
insert into rebuild
    (table_name, state, position, compared, live_rows, reading_millis, comparing_millis, differences, lock_millis)
values ('customer', 'NONE', 0, 0, 0, 0, 0, 0, 0),
       ('customer_user', 'NONE', 0, 0, 0, 0, 0, 0, 0),
       ('invitation', 'NONE', 0, 0, 0, 0, 0, 0, 0);

-- What the last rebuild of each table found; no personal values.
create table rebuild_difference (
    table_name    varchar(30) not null,
    row_key       uuid        not null,
    -- Empty if the whole row is missing or should not be there.
    column_name   varchar(60) not null,
    live_value    varchar(400),
    rebuilt_value varchar(400),
    primary key (table_name, row_key, column_name)
);

-- The copies: the columns of the live tables in their order, and the indexes that their statements need. Empty unless a
-- rebuild runs. Whoever changes a live table changes its copy.
create table customer_rebuild (
    customer_id uuid                     primary key,
    identifier  varchar(16)              not null,
    name        varchar(400)             not null,
    kind        varchar(20)              not null,
    state       varchar(30)              not null,
    opened_by   uuid                     not null,
    opened_at   timestamp with time zone not null,
    confirm_by  timestamp with time zone,
    confirmation_hash varchar(64),
    ended_at    timestamp with time zone,
    version     bigint                   not null,
    by_name     bytea
);

create table customer_user_rebuild (
    membership_id        uuid                     primary key,
    customer_id          uuid                     not null,
    person_id            uuid                     not null,
    active_person        uuid,
    full_name            varchar(400),
    email                varchar(320),
    canonical_email      varchar(320),
    group_name           varchar(60)              not null,
    language             varchar(10)              not null,
    invitation_id        uuid,
    former_membership_id uuid,
    joined_at            timestamp with time zone not null,
    ends_at              timestamp with time zone,
    ended_at             timestamp with time zone,
    ended_because        varchar(30),
    version              bigint                   not null,
    search_text          varchar(1600),
    by_name              bytea,
    by_email             bytea,
    by_group             bytea,
    by_joined            bytea
);
create index customer_user_rebuild_person on customer_user_rebuild (person_id);
create index customer_user_rebuild_customer on customer_user_rebuild (customer_id);

create table invitation_rebuild (
    invitation_id  uuid                     primary key,
    customer_id    uuid                     not null,
    full_name      varchar(400),
    email          varchar(320),
    pending_email  varchar(320),
    group_name     varchar(60)              not null,
    language       varchar(10)              not null,
    state          varchar(20)              not null,
    secret_hash    varchar(64)              not null,
    invited_by     uuid,
    invited_at     timestamp with time zone not null,
    expires_at     timestamp with time zone not null,
    sent_at        timestamp with time zone not null,
    resends        integer                  not null,
    delivery       varchar(20)              not null,
    ended_at       timestamp with time zone,
    cancelled_because varchar(30),
    membership_id  uuid,
    version        bigint                   not null,
    by_invited     bytea                    not null
);
