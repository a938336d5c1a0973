-- Who can sign in, as the identity provider last said. Not from events. Personal data in plain text: erased by deleting
-- the rows.

create table person (
    person_id uuid         primary key,
    issuer    varchar(400) not null,
    subject   varchar(255) not null,
    full_name varchar(400) not null,
    language  varchar(10)  not null,
    unique (issuer, subject)
);

create table person_address (
    person_id uuid         not null,
    canonical varchar(320) not null,
    original  varchar(320) not null,
    verified  boolean      not null,
    primary key (person_id, canonical)
);
create index person_address_canonical on person_address (canonical);
