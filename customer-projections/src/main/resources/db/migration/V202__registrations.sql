-- What is unique over all customers, decided in the transaction of the command. Not rebuilt from events.

create table identifier_reservation (
    identifier  varchar(16) primary key,
    customer_id uuid        not null
);
create index identifier_reservation_customer on identifier_reservation (customer_id);

create table sign_up (
    person_id   uuid primary key,
    customer_id uuid not null
);
