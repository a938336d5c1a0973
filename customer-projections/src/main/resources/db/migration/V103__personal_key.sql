-- The keys that personal values are encrypted under, themselves encrypted by a key-encryption key. A row without a key
-- is a key that has been destroyed.
create table personal_key (
    key_id uuid primary key,
    wrapped_key bytea,
    wrapped_by varchar(16),
    created_at timestamp with time zone not null,
    destroyed_at timestamp with time zone,
    constraint personal_key_is_usable_or_destroyed check (
        (wrapped_key is not null and wrapped_by is not null and destroyed_at is null)
        or (wrapped_key is null and wrapped_by is null and destroyed_at is not null)
    )
);

-- The ids, never the keys, of the key-encryption keys in use: so that a start with another one fails at once.
create table key_encryption_key (
    id varchar(16) primary key,
    first_used_at timestamp with time zone not null
);
