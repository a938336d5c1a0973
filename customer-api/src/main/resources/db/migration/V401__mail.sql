-- Mails that wait for the mail server, and for some time what became of the others.
create table mail (
    -- The id of the event, with a suffix if the event leads to several mails. Also the left part of the Message-ID.
    mail_id varchar(100) primary key,
    kind varchar(40) not null,
    -- Null if the mail is about somebody's sign-in account.
    customer_id uuid,
    -- Encrypted as a whole, and personal values in it once more under the key of the person. Null once sent or dropped.
    content varchar(16000),
    -- WAITING, SENT, PARKED (could not be sent), DROPPED (pointless before it could be sent)
    state varchar(10) not null,
    attempts integer not null,
    -- When it was to be sent; later than created_at for warnings.
    due_at timestamp with time zone not null,
    -- Before that time nobody tries; moved ahead by the sender that is about to try.
    next_attempt_at timestamp with time zone not null,
    created_at timestamp with time zone not null,
    finished_at timestamp with time zone,
    -- Answer code of the mail server or reason; without personal data.
    last_error varchar(200)
);

create index mail_due on mail (state, next_attempt_at);
create index mail_finished on mail (finished_at);

-- Secrets on their way from the request that made them into the mail. The only place but the mail that has them.
create table secret_handover (
    secret_hash varchar(64) primary key,
    sealed varchar(200) not null,
    kept_at timestamp with time zone not null
);

create index secret_handover_kept on secret_handover (kept_at);
