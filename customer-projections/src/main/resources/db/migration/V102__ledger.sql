-- The one order of all events: consecutive positions from 1, each event once.
create table ledger (
    position bigint primary key,
    event_identifier uuid not null,
    -- RFC 6962 leaf hash of the event as it is stored.
    leaf_hash bytea not null,
    sealed_at timestamp with time zone not null,
    constraint ledger_event unique (event_identifier)
);

-- One row; whoever holds its lock is the sealer.
create table ledger_head (
    id smallint primary key,
    last_position bigint not null,
    sealed_at timestamp with time zone not null,
    constraint ledger_head_is_one_row check (id = 1)
);

insert into ledger_head (id, last_position, sealed_at) values (1, 0, timestamp with time zone '1970-01-01 00:00:00+00:00');
