-- Who signs in here. Not from events. Personal data in plain text: erased by deleting the rows.

create table account (
    account_id uuid primary key,
    email_canonical varchar(320) not null unique,
    email varchar(320) not null,
    full_name varchar(400) not null,
    language varchar(10) not null,
    password_hash varchar(255) not null,
    email_verified boolean not null,
    created_at timestamp with time zone not null,
    credentials_version integer not null
);
create index account_created on account (email_verified, created_at);

-- A browser in which someone is signed in; it has what the hash is of as a cookie.
create table sign_in (
    secret_hash varchar(64) primary key,
    account_id uuid not null references account on delete cascade,
    signed_in_at timestamp with time zone not null,
    ends_at timestamp with time zone not null
);
create index sign_in_account on sign_in (account_id);
create index sign_in_end on sign_in (ends_at);

-- A mail with a link to choose a new password.
create table password_reset (
    secret_hash varchar(64) primary key,
    account_id uuid not null references account on delete cascade,
    expires_at timestamp with time zone not null
);
create index password_reset_account on password_reset (account_id);
