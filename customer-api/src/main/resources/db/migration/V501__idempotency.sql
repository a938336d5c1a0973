-- The answers that were given, by the keys of their requests; kept for 24 hours. Answers may hold names and addresses.
create table idempotency (
    caller          varchar(64)              not null, -- SHA-256 of who it was
    idempotency_key varchar(300)             not null,
    request_hash    varchar(64)              not null,
    created_at      timestamp with time zone not null,
    status          integer,                           -- null only within the transaction that makes the answer
    headers         varchar(10000),
    body            bytea,                             -- null if it may be shown once only
    primary key (caller, idempotency_key)
);

create index idempotency_created_at on idempotency (created_at);
