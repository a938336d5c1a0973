-- A row also before anything has ended: whoever notes a beginning or an end locks it first.
alter table partner_access_end alter column ended_at drop not null;
alter table partner_access_end alter column because_of drop not null;
