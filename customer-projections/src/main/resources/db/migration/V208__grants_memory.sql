-- The memory of the policies about access to projects; see V204.

-- Within a project, for what belongs to one.
alter table due add column project_id uuid;

-- Access that no event of its project has ended.
create table open_grant (
    grant_id      uuid        primary key,
    project_id    uuid        not null,
    customer_id   uuid        not null,
    membership_id uuid        not null,
    -- Why it is to be revoked, and the event that says so; null while it is not.
    cause         varchar(30),
    because_of    varchar(60),
    -- Not to be revoked before then; moved on by whoever takes it up.
    try_from      timestamp with time zone
);
create index open_grant_membership on open_grant (membership_id);
create index open_grant_project on open_grant (project_id);
create index open_grant_customer on open_grant (customer_id);
create index open_grant_try_from on open_grant (try_from);

-- What has ended all access of a membership, or all access in a customer, also such as is recorded later.
create table access_end (
    -- The membership or the customer.
    subject_id uuid        primary key,
    cause      varchar(30) not null,
    because_of varchar(60) not null
);
