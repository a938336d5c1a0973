-- The groups that operators have added; they never change.
create table added_group (
    group_id    uuid                     primary key,
    name        varchar(60)              not null unique,
    kind        varchar(20)              not null,
    -- Their names, with commas between.
    permissions varchar(2000)            not null,
    added_at    timestamp with time zone not null
);

create table added_group_rebuild (
    group_id    uuid                     primary key,
    name        varchar(60)              not null,
    kind        varchar(20)              not null,
    permissions varchar(2000)            not null,
    added_at    timestamp with time zone not null
);
insert into rebuild
    (table_name, state, position, compared, live_rows, reading_millis, comparing_millis, differences, lock_millis)
values ('added_group', 'NONE', 0, 0, 0, 0, 0, 0, 0);
