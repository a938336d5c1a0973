-- A rebuild that only reports what differs, and repairs nothing.
alter table rebuild add column check_only boolean default false not null;
