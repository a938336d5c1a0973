-- The browsers in which somebody is signed in who signs in at a provider elsewhere; otherwise like sign_in.
create table person_sign_in (
    secret_hash varchar(64) primary key,
    person_id uuid not null references person on delete cascade,
    signed_in_at timestamp with time zone not null,
    ends_at timestamp with time zone not null
);
create index person_sign_in_person on person_sign_in (person_id);
create index person_sign_in_end on person_sign_in (ends_at);
