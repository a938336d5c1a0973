-- What followers remember can be rebuilt from the events as well: in copies beside the live tables, with the columns of those
-- in their order, and the indexes that their statements need. Empty unless a rebuild runs. Whoever changes a live table changes
-- its copy.
create table due_rebuild as select * from due where 1 = 0;
alter table due_rebuild alter column kind set not null;
alter table due_rebuild alter column subject_id set not null;
alter table due_rebuild add primary key (kind, subject_id);

create table person_customer_rebuild as select * from person_customer where 1 = 0;
alter table person_customer_rebuild alter column person_id set not null;
alter table person_customer_rebuild alter column customer_id set not null;
alter table person_customer_rebuild add primary key (person_id, customer_id);
create index person_customer_rebuild_customer on person_customer_rebuild (customer_id);

create table open_grant_rebuild as select * from open_grant where 1 = 0;
alter table open_grant_rebuild alter column grant_id set not null;
alter table open_grant_rebuild add primary key (grant_id);
create index open_grant_rebuild_membership on open_grant_rebuild (membership_id);
create index open_grant_rebuild_project on open_grant_rebuild (project_id);
create index open_grant_rebuild_customer on open_grant_rebuild (customer_id);

create table access_end_rebuild as select * from access_end where 1 = 0;
alter table access_end_rebuild alter column subject_id set not null;
alter table access_end_rebuild add primary key (subject_id);

create table partner_access_rebuild as select * from partner_access where 1 = 0;
alter table partner_access_rebuild alter column membership_id set not null;
alter table partner_access_rebuild add primary key (membership_id);
create index partner_access_rebuild_partner_membership on partner_access_rebuild (partner_membership_id);
create index partner_access_rebuild_partner on partner_access_rebuild (partner_id);

create table partner_access_end_rebuild as select * from partner_access_end where 1 = 0;
alter table partner_access_end_rebuild alter column subject_id set not null;
alter table partner_access_end_rebuild add primary key (subject_id);

create table planned_access_rebuild as select * from planned_access where 1 = 0;
alter table planned_access_rebuild alter column invitation_id set not null;
alter table planned_access_rebuild add primary key (invitation_id);

create table history_entry_rebuild as select * from history_entry where 1 = 0;
alter table history_entry_rebuild alter column position set not null;
alter table history_entry_rebuild add primary key (position);
create index history_entry_rebuild_membership on history_entry_rebuild (membership_id);
create index history_entry_rebuild_event on history_entry_rebuild (event_id);

create table past_customer_rebuild as select * from past_customer where 1 = 0;
alter table past_customer_rebuild alter column customer_id set not null;
alter table past_customer_rebuild alter column from_position set not null;
alter table past_customer_rebuild add primary key (customer_id, from_position);

create table past_user_rebuild as select * from past_user where 1 = 0;
alter table past_user_rebuild alter column membership_id set not null;
alter table past_user_rebuild alter column from_position set not null;
alter table past_user_rebuild add primary key (membership_id, from_position);

create table past_invitation_rebuild as select * from past_invitation where 1 = 0;
alter table past_invitation_rebuild alter column invitation_id set not null;
alter table past_invitation_rebuild alter column from_position set not null;
alter table past_invitation_rebuild add primary key (invitation_id, from_position);

create table past_project_rebuild as select * from past_project where 1 = 0;
alter table past_project_rebuild alter column project_id set not null;
alter table past_project_rebuild alter column from_position set not null;
alter table past_project_rebuild add primary key (project_id, from_position);

create table past_grant_rebuild as select * from past_grant where 1 = 0;
alter table past_grant_rebuild alter column grant_id set not null;
alter table past_grant_rebuild alter column from_position set not null;
alter table past_grant_rebuild add primary key (grant_id, from_position);
create index past_grant_rebuild_project on past_grant_rebuild (project_id, node);

insert into rebuild
    (table_name, state, position, compared, live_rows, reading_millis, comparing_millis, differences, lock_millis)
values ('policies', 'NONE', 0, 0, 0, 0, 0, 0, 0),
       ('history', 'NONE', 0, 0, 0, 0, 0, 0, 0);
