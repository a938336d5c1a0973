-- What the follower "mails" remembers of projects that are not deleted, and of the access to them that is open.

create table mail_project (
    project_id uuid primary key,
    customer_id uuid not null,
    name varchar(400) not null
);
create index mail_project_customer on mail_project (customer_id);

create table mail_grant (
    grant_id uuid primary key,
    customer_id uuid not null,
    project_id uuid not null,
    membership_id uuid not null
);
create index mail_grant_customer on mail_grant (customer_id);
create index mail_grant_project on mail_grant (project_id);
create index mail_grant_membership on mail_grant (membership_id);
