-- What a membership hangs on, if a partner's user has added themself: the membership in the partner, and the position from which on
-- what ends that ends this.
alter table past_user add column partner_id uuid;
alter table past_user add column partner_membership_id uuid;
alter table past_user add column partner_since bigint;
create index past_user_partner on past_user (customer_id, partner_id);
