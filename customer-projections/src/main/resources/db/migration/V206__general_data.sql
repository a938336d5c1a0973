-- What customers say about themselves and how they pay. Written in the transaction of the events, and only from events; see
-- V201. Columns with personal data are null once they are erased, and those of what was removed.

-- From then on the customer is restricted; null until it is confirmed, and for ever once it has had a payment method.
alter table customer add column payment_due_by timestamp with time zone;
alter table customer_rebuild add column payment_due_by timestamp with time zone;

create table general_data (
    customer_id                uuid   primary key,
    -- One value a line: country, postal code, city, VAT id, then the lines of the address.
    company_address            varchar(4000),
    cost_centre                varchar(400),
    default_payment_method_id  uuid,
    default_billing_address_id uuid,
    version                    bigint not null
);

-- The row is what whoever removes a billing address and whoever names it in a project lock, both before they look.
create table billing_address (
    billing_address_id uuid                     primary key,
    customer_id        uuid                     not null,
    address            varchar(4000),
    added_at           timestamp with time zone not null,
    removed_at         timestamp with time zone,
    version            bigint                   not null,
    -- The order of the list; null once it is removed.
    by_added           bytea
);
create index billing_address_by_added on billing_address (customer_id, by_added);

-- Likewise.
create table payment_method (
    payment_method_id uuid                     primary key,
    customer_id       uuid                     not null,
    kind              varchar(20)              not null,
    state             varchar(20)              not null,
    brand             varchar(30),
    last_digits       varchar(4),
    expires_at        timestamp with time zone,
    -- Never the whole one.
    masked_iban       varchar(34),
    mandate_reference varchar(35),
    account_holder    varchar(400),
    added_at          timestamp with time zone not null,
    removed_at        timestamp with time zone,
    version           bigint                   not null,
    by_added          bytea
);
create index payment_method_by_added on payment_method (customer_id, by_added);

insert into rebuild
    (table_name, state, position, compared, live_rows, reading_millis, comparing_millis, differences, lock_millis)
values ('general_data', 'NONE', 0, 0, 0, 0, 0, 0, 0),
       ('billing_address', 'NONE', 0, 0, 0, 0, 0, 0, 0),
       ('payment_method', 'NONE', 0, 0, 0, 0, 0, 0, 0);

create table general_data_rebuild (
    customer_id                uuid   primary key,
    company_address            varchar(4000),
    cost_centre                varchar(400),
    default_payment_method_id  uuid,
    default_billing_address_id uuid,
    version                    bigint not null
);

create table billing_address_rebuild (
    billing_address_id uuid                     primary key,
    customer_id        uuid                     not null,
    address            varchar(4000),
    added_at           timestamp with time zone not null,
    removed_at         timestamp with time zone,
    version            bigint                   not null,
    by_added           bytea
);

create table payment_method_rebuild (
    payment_method_id uuid                     primary key,
    customer_id       uuid                     not null,
    kind              varchar(20)              not null,
    state             varchar(20)              not null,
    brand             varchar(30),
    last_digits       varchar(4),
    expires_at        timestamp with time zone,
    masked_iban       varchar(34),
    mandate_reference varchar(35),
    account_holder    varchar(400),
    added_at          timestamp with time zone not null,
    removed_at        timestamp with time zone,
    version           bigint                   not null,
    by_added          bytea
);

-- Customers from before get what their events would have given them. Times are cut off after microseconds, as everywhere
-- in read tables; days have 24 hours.
insert into general_data (customer_id, version)
select customer_id, 0 from customer;

update customer
set payment_due_by =
    case
        when confirm_by is null then opened_at
        else (select cast(
                  case when char_length(occurred_at) > 27 then substring(occurred_at from 1 for 26) || 'Z'
                       else occurred_at end as timestamp with time zone)
              from domain_event
              where aggregate_identifier = customer_id and name = 'customer.confirmed')
    end + interval '24' hour * 30;

-- Policies have read these events already.
insert into due (kind, subject_id, customer_id, due_at, cause, try_from)
select kind, customer_id, customer_id, payment_due_by - before_due, cause, payment_due_by - before_due
from (select 'RESTRICT_CUSTOMER' as kind, interval '0' hour as before_due
      union all
      select 'REMIND_OF_PAYMENT', interval '24' hour * 7) as kinds,
     (select customer_id, payment_due_by,
             (select cast(event_identifier as varchar(60)) from domain_event
              where aggregate_identifier = customer_id and name in ('customer.opened', 'customer.confirmed')
              order by sequence_number desc limit 1) as cause
      from customer
      where payment_due_by is not null and state in ('ACTIVE', 'NO_ADMIN')) as customers;
