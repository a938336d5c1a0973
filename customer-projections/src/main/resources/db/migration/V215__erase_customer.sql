-- The key of an account that was never confirmed is destroyed apart from its person, who may have had several.
insert into due (kind, subject_id, customer_id, due_at, cause, try_from)
select 'ERASE_CUSTOMER', customer_id, customer_id, due_at, cause, try_from from due where kind = 'ERASE_PERSON';
