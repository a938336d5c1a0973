-- The last event about somebody in a project is found without looking at the rows of the others about them.
create index history_entry_of_membership on history_entry (membership_id, occurred_at desc, position desc, project_id);
drop index history_entry_membership;
