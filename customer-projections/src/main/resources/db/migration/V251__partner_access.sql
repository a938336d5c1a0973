-- The membership in a partner that a membership hangs on, so that its end ends this one in the same transaction.
alter table customer_user add column partner_id uuid;
alter table customer_user add column partner_membership_id uuid;
create index customer_user_partner_membership on customer_user (partner_membership_id);
create index customer_user_partner on customer_user (partner_id);

alter table customer_user_rebuild add column partner_id uuid;
alter table customer_user_rebuild add column partner_membership_id uuid;
create index customer_user_rebuild_partner_membership on customer_user_rebuild (partner_membership_id);
create index customer_user_rebuild_partner on customer_user_rebuild (partner_id);

-- The memory of the policy that ends such memberships for the books too.
create table partner_access (
    membership_id         uuid                     primary key,
    customer_id           uuid                     not null,
    partner_id            uuid                     not null,
    partner_membership_id uuid                     not null,
    began_at              timestamp with time zone not null,
    -- The event by which it is to be ended; null while it is not.
    because_of            varchar(60),
    -- Not to be ended before then; moved on by whoever takes it up.
    try_from              timestamp with time zone
);
create index partner_access_membership on partner_access (partner_membership_id);
create index partner_access_partner on partner_access (partner_id);
create index partner_access_try_from on partner_access (try_from);

-- When a membership in a partner, or a partner, has last ended what hung on it: also such as is recorded later.
create table partner_access_end (
    subject_id uuid                     primary key,
    ended_at   timestamp with time zone not null,
    because_of varchar(60)              not null
);
