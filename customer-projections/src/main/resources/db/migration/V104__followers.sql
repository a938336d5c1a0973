-- How far each follower has read the ledger, and which node holds it.
create table token_entry (
    processor_name varchar(255) not null,
    segment integer not null,
    token bytea,
    token_type varchar(255),
    claimed_at varchar(40),
    owner varchar(255),
    primary key (processor_name, segment)
);

-- Events that a follower could not handle, parked together with those of the same sequence that came later.
create table dead_letter (
    dead_letter_identifier varchar(36) primary key,
    processing_group varchar(255) not null,
    sequence_identifier varchar(255) not null,
    sequence_index bigint not null,
    message_type varchar(255) not null,
    event_identifier varchar(36) not null,
    occurred_at varchar(40) not null,
    name varchar(100) not null,
    revision varchar(20),
    payload bytea not null,
    metadata bytea,
    aggregate_type varchar(50),
    aggregate_identifier varchar(36),
    sequence_number bigint,
    token_type varchar(255),
    token bytea,
    enqueued_at varchar(40) not null,
    last_touched varchar(40),
    processing_started varchar(40),
    cause_type varchar(255),
    cause_message varchar(1023),
    diagnostics bytea,
    constraint dead_letter_sequence unique (processing_group, sequence_identifier, sequence_index)
);
