-- Messages from partners. Written in the transaction of the events, and only from events; see V201.

create table message (
    message_id  uuid                     primary key,
    customer_id uuid                     not null,
    partner_id  uuid                     not null,
    kind        varchar(20)              not null,
    text        varchar(4000)            not null,
    sent_at     timestamp with time zone not null,
    -- When the first has read it.
    read_at     timestamp with time zone,
    readers     integer                  not null,
    by_sent     bytea                    not null
);
create index message_by_sent on message (customer_id, by_sent);

create table message_reading (
    -- Made of message and membership, so that it is the same in every rebuild.
    reading_id    uuid                     primary key,
    message_id    uuid                     not null,
    membership_id uuid                     not null,
    read_at       timestamp with time zone not null
);
create index message_reading_message on message_reading (message_id, membership_id);

insert into rebuild
    (table_name, state, position, compared, live_rows, reading_millis, comparing_millis, differences, lock_millis)
values ('message', 'NONE', 0, 0, 0, 0, 0, 0, 0),
       ('message_reading', 'NONE', 0, 0, 0, 0, 0, 0, 0);

create table message_rebuild (
    message_id  uuid                     primary key,
    customer_id uuid                     not null,
    partner_id  uuid                     not null,
    kind        varchar(20)              not null,
    text        varchar(4000)            not null,
    sent_at     timestamp with time zone not null,
    read_at     timestamp with time zone,
    readers     integer                  not null,
    by_sent     bytea                    not null
);

create table message_reading_rebuild (
    reading_id    uuid                     primary key,
    message_id    uuid                     not null,
    membership_id uuid                     not null,
    read_at       timestamp with time zone not null
);
