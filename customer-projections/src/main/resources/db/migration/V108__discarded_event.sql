-- Events that a follower could not handle and that an operator has decided to leave out: who, when and why. Kept for ever.
create table discarded_event (
    dead_letter_identifier varchar(36)              primary key,
    processing_group       varchar(255)             not null,
    sequence_identifier    varchar(255)             not null,
    event_identifier       varchar(36)              not null,
    name                   varchar(100)             not null,
    cause_type             varchar(255),
    discarded_at           timestamp with time zone not null,
    discarded_by           uuid                     not null,
    reason                 varchar(2000)            not null
);
create index discarded_event_at on discarded_event (discarded_at);

-- The list has those first that have been parked for the longest time.
create index dead_letter_enqueued on dead_letter (enqueued_at);
