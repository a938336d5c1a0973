-- The keys that sign tokens, encrypted. The newest signs; the others are kept for as long as tokens made with them live.

create table signing_key (
    kid varchar(64) primary key,
    sealed bytea not null,
    created_at timestamp with time zone not null
);

-- What a person has let a program do in their name (RFC 6749). Codes and tokens are stored as hashes only.
create table oauth_grant (
    grant_id varchar(64) primary key,
    account_id uuid not null references account on delete cascade,
    client_id varchar(100) not null,
    signed_in_at timestamp with time zone not null,
    requested_scopes varchar(1000) not null,
    authorized_scopes varchar(1000) not null,
    redirect_uri varchar(2000),
    client_state varchar(2000),
    nonce varchar(1000),
    code_challenge varchar(200),
    consent_state varchar(200) unique,
    code_hash varchar(64) unique,
    code_issued_at timestamp with time zone,
    code_expires_at timestamp with time zone,
    code_invalidated boolean not null,
    access_hash varchar(64) unique,
    access_issued_at timestamp with time zone,
    access_expires_at timestamp with time zone,
    refresh_hash varchar(64),
    refresh_issued_at timestamp with time zone,
    refresh_expires_at timestamp with time zone,
    version integer not null,
    ends_at timestamp with time zone not null
);
create index oauth_grant_account on oauth_grant (account_id);
create index oauth_grant_end on oauth_grant (ends_at);

-- Programs of customers.
create table service_client (
    client_id varchar(100) primary key,
    customer_id uuid not null,
    name varchar(400) not null,
    scopes varchar(1000) not null,
    secret_hash varchar(64) not null,
    created_at timestamp with time zone not null,
    created_by varchar(200) not null,
    expires_at timestamp with time zone not null,
    revoked_at timestamp with time zone,
    revoked_by varchar(200)
);
create index service_client_customer on service_client (customer_id, created_at);
