-- The language that a person has chosen here; absent as long as the identity provider's word is good enough.
alter table person add column chosen_language varchar(10);
