-- Who was erased, without anything that says who that was. Not from events: also somebody who never was a user anywhere is erased.
create table erasure (
    person_id   uuid                     primary key,
    erased_at   timestamp with time zone not null,
    actor       varchar(200)             not null,
    memberships integer                  not null,
    invitations integer                  not null,
    account     boolean                  not null
);

-- What a partner may not erase itself, because the person is or was in other customers too; for the operators.
create table erasure_request (
    person_id    uuid                     primary key,
    partner_id   uuid                     not null,
    requested_by uuid                     not null,
    requested_at timestamp with time zone not null
);
create index erasure_request_age on erasure_request (requested_at);
