-- What the follower "mails" remembers from the events, in order to write to people: nobody else's tables are read.
-- Names and addresses of people as they are in the events, encrypted under the key of the person.

create table mail_customer (
    customer_id uuid primary key,
    name varchar(400) not null,
    -- Null once confirmed, or if nothing needed confirming.
    confirm_by timestamp with time zone,
    confirmation varchar(64),
    -- Whoever opened the account; null until the event that says who follows.
    opener uuid
);

create table mail_user (
    membership_id uuid primary key,
    customer_id uuid not null,
    full_name varchar(3000) not null,
    email varchar(3000) not null,
    language varchar(8) not null,
    manages_users boolean not null,
    ends_at timestamp with time zone
);

create index mail_user_customer on mail_user (customer_id);

-- Pending invitations only.
create table mail_invitation (
    invitation_id uuid primary key,
    customer_id uuid not null,
    full_name varchar(3000) not null,
    email varchar(3000) not null,
    language varchar(8) not null,
    group_name varchar(100) not null,
    invited_by uuid,
    expires_at timestamp with time zone not null,
    secret_hash varchar(64) not null
);

create index mail_invitation_customer on mail_invitation (customer_id);
