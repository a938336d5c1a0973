-- Copies of what the follower "mails" remembers, for rebuilds; see V505.
create table mail_customer_rebuild as select * from mail_customer where 1 = 0;
alter table mail_customer_rebuild alter column customer_id set not null;
alter table mail_customer_rebuild add primary key (customer_id);
create table mail_user_rebuild as select * from mail_user where 1 = 0;
alter table mail_user_rebuild alter column membership_id set not null;
alter table mail_user_rebuild add primary key (membership_id);
create index mail_user_rebuild_customer on mail_user_rebuild (customer_id);
create table mail_invitation_rebuild as select * from mail_invitation where 1 = 0;
alter table mail_invitation_rebuild alter column invitation_id set not null;
alter table mail_invitation_rebuild add primary key (invitation_id);
create index mail_invitation_rebuild_customer on mail_invitation_rebuild (customer_id);
create table mail_project_rebuild as select * from mail_project where 1 = 0;
alter table mail_project_rebuild alter column project_id set not null;
alter table mail_project_rebuild add primary key (project_id);
create index mail_project_rebuild_customer on mail_project_rebuild (customer_id);
create table mail_grant_rebuild as select * from mail_grant where 1 = 0;
alter table mail_grant_rebuild alter column grant_id set not null;
alter table mail_grant_rebuild add primary key (grant_id);
create index mail_grant_rebuild_customer on mail_grant_rebuild (customer_id);

insert into rebuild
    (table_name, state, position, compared, live_rows, reading_millis, comparing_millis, differences, lock_millis)
values ('mails', 'NONE', 0, 0, 0, 0, 0, 0, 0);
