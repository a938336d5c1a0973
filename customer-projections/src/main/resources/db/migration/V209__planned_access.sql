-- What an invitation promises, in lines of project, role and end; and what of it has not become real, in lines of project
-- and reason.
alter table invitation add column planned_access varchar(5000);
alter table invitation add column skipped_access varchar(4000);
alter table invitation add column former_membership_id uuid;
alter table invitation_rebuild add column planned_access varchar(5000);
alter table invitation_rebuild add column skipped_access varchar(4000);
alter table invitation_rebuild add column former_membership_id uuid;

-- The memory of the policy that makes planned access real: invitations that promise some, until they have ended.
create table planned_access (
    invitation_id uuid          primary key,
    planned       varchar(5000) not null,
    -- What the invitation led to, once it is accepted.
    membership_id uuid
);
