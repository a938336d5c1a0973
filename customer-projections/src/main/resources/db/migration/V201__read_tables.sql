-- What lists and decisions read. Written in the transaction of the events, and only from events, so that it can be
-- rebuilt. Columns with personal data are null once the person or invitation is erased.

create table customer (
    customer_id uuid                     primary key,
    identifier  varchar(16)              not null,
    name        varchar(400)             not null,
    kind        varchar(20)              not null,
    state       varchar(30)              not null,
    opened_by   uuid                     not null,
    opened_at   timestamp with time zone not null,
    confirm_by  timestamp with time zone,
    -- Of the secret in the last confirmation mail; also once it has been answered.
    confirmation_hash varchar(64)        unique,
    ended_at    timestamp with time zone,
    version     bigint                   not null,
    -- Order of the list: bytes, because databases compare texts by rules of their own. Null if in no list any more.
    by_name     bytea
);
create index customer_by_name on customer (by_name);

create table customer_user (
    membership_id        uuid                     primary key,
    customer_id          uuid                     not null,
    person_id            uuid                     not null,
    -- The person while no event has ended the membership, so that a second one at the same time is impossible.
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
    -- The orders of the list, each with the group or without; null once the membership has ended.
    by_name              bytea,
    by_email             bytea,
    by_group             bytea,
    by_joined            bytea
);
create unique index customer_user_active on customer_user (active_person, customer_id);
create index customer_user_person on customer_user (person_id);
create index customer_user_by_name on customer_user (customer_id, by_name);
create index customer_user_by_email on customer_user (customer_id, by_email);
create index customer_user_by_group on customer_user (customer_id, by_group);
create index customer_user_by_joined on customer_user (customer_id, by_joined);

create table invitation (
    invitation_id  uuid                     primary key,
    customer_id    uuid                     not null,
    full_name      varchar(400),
    email          varchar(320),
    -- The canonical address while no event has ended the invitation, so that a second one at the same time is impossible.
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
create unique index invitation_pending on invitation (pending_email, customer_id);
create index invitation_secret on invitation (secret_hash);
create index invitation_by_invited on invitation (customer_id, by_invited);
create index invitation_by_state on invitation (customer_id, state, by_invited);
