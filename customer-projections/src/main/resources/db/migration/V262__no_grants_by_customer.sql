-- Nobody asks for the accesses of a customer at a time as a whole: they are asked for by project, or by user.
drop index past_grant_customer_node;
