-- Every event as a line of the history, and what was so from when to when. Kept by the follower "history", in the order of the
-- ledger, customer by customer. Ids and what is not personal only: names are looked up when the history is read.

create table history_entry (
    position      bigint                   primary key,
    event_id      uuid                     not null,
    occurred_at   timestamp with time zone not null,
    name          varchar(100)             not null,
    customer_id   uuid                     not null,
    project_id    uuid,
    membership_id uuid,
    person_id     uuid,
    invitation_id uuid,
    actor         varchar(300)             not null,
    cause         varchar(100)             not null
);
-- How far the follower has come in a customer.
create index history_entry_last on history_entry (customer_id, position desc);
-- The latest first; written so because H2 does not read an index backwards.
create index history_entry_customer on history_entry (customer_id, occurred_at desc, position desc);
create index history_entry_project on history_entry (project_id, occurred_at desc, position desc);
create index history_entry_membership on history_entry (membership_id, occurred_at desc, position desc);
create index history_entry_invitation on history_entry (invitation_id, occurred_at desc, position desc);
create index history_entry_person on history_entry (person_id, occurred_at desc, position desc);
create index history_entry_actor on history_entry (actor, occurred_at desc, position desc);
create index history_entry_cause on history_entry (cause, occurred_at desc, position desc);
create index history_entry_all on history_entry (occurred_at desc, position desc);
create index history_entry_event on history_entry (event_id);

-- Each row of the following is a stretch of time in which nothing about the thing changed: from the event at from_position
-- to the one at to_position, which is null as long as none came. What ended it for good stands in ended_because. End dates
-- are judged by the clock, so a stretch may give nothing any more before it is over.
-- node is where a stretch hangs in a tree of time (class Intervals): those that hold an instant are found at few nodes.

create table past_customer (
    customer_id    uuid                     not null,
    from_position  bigint                   not null,
    from_at        timestamp with time zone not null,
    to_position    bigint,
    to_at          timestamp with time zone,
    ended_because  varchar(30),
    node           bigint                   not null,
    identifier     varchar(16)              not null,
    name           varchar(400)             not null,
    kind           varchar(20)              not null,
    state          varchar(30)              not null,
    confirm_by     timestamp with time zone,
    payment_due_by timestamp with time zone,
    primary key (customer_id, from_position)
);

create table past_user (
    membership_id   uuid                     not null,
    from_position   bigint                   not null,
    from_at         timestamp with time zone not null,
    to_position     bigint,
    to_at           timestamp with time zone,
    ended_because   varchar(30),
    node            bigint                   not null,
    customer_id     uuid                     not null,
    person_id       uuid                     not null,
    invitation_id   uuid,
    group_name      varchar(60)              not null,
    ends_at         timestamp with time zone,
    primary key (membership_id, from_position)
);
create index past_user_customer_from on past_user (customer_id, node, from_at);
create index past_user_customer_to on past_user (customer_id, node, to_at);

create table past_invitation (
    invitation_id   uuid                     not null,
    from_position   bigint                   not null,
    from_at         timestamp with time zone not null,
    to_position     bigint,
    to_at           timestamp with time zone,
    ended_because   varchar(30),
    node            bigint                   not null,
    customer_id     uuid                     not null,
    group_name      varchar(60)              not null,
    expires_at      timestamp with time zone not null,
    primary key (invitation_id, from_position)
);
create index past_invitation_customer_from on past_invitation (customer_id, node, from_at);
create index past_invitation_customer_to on past_invitation (customer_id, node, to_at);

create table past_project (
    project_id      uuid                     not null,
    from_position   bigint                   not null,
    from_at         timestamp with time zone not null,
    to_position     bigint,
    to_at           timestamp with time zone,
    ended_because   varchar(30),
    node            bigint                   not null,
    customer_id     uuid                     not null,
    identifier      varchar(30)              not null,
    name            varchar(400)             not null,
    state           varchar(20)              not null,
    primary key (project_id, from_position)
);
create index past_project_customer_from on past_project (customer_id, node, from_at);
create index past_project_customer_to on past_project (customer_id, node, to_at);

create table past_grant (
    grant_id        uuid                     not null,
    from_position   bigint                   not null,
    from_at         timestamp with time zone not null,
    to_position     bigint,
    to_at           timestamp with time zone,
    ended_because   varchar(30),
    node            bigint                   not null,
    customer_id     uuid                     not null,
    project_id      uuid                     not null,
    membership_id   uuid                     not null,
    role            varchar(20)              not null,
    ends_at         timestamp with time zone,
    primary key (grant_id, from_position)
);
create index past_grant_project_from on past_grant (project_id, node, from_at);
create index past_grant_project_to on past_grant (project_id, node, to_at);
create index past_grant_membership_from on past_grant (membership_id, node, from_at);
create index past_grant_membership_to on past_grant (membership_id, node, to_at);
create index past_grant_customer_from on past_grant (customer_id, node, from_at);
create index past_grant_customer_to on past_grant (customer_id, node, to_at);
