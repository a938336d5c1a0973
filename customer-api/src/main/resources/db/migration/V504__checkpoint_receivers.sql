-- To whom checkpoints of the ledger are sent, and which of them they have.
create table checkpoint_receiver (
    -- Made of the way and the address, so that another address is another receiver.
    receiver_id uuid primary key,
    -- The last one that it has; null before the first.
    note varchar(2000),
    delivered_at timestamp with time zone,
    -- Ever; names the attempt that is under way.
    attempt bigint not null,
    -- In a row, until now.
    failures integer not null,
    failing_since timestamp with time zone,
    -- Before that time nobody tries; moved ahead by the node that is about to try.
    next_attempt_at timestamp with time zone not null,
    -- Status or kind of failure.
    last_error varchar(200)
);
