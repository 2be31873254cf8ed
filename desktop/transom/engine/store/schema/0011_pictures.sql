-- Whose remote pictures are always loaded, and the pictures that were loaded, by their addresses' digests.

create table picture_allowance (
    account integer not null references account on delete cascade,
    kind text not null check (kind in ('sender', 'host')),
    name text not null,
    allowed_at integer not null,
    primary key (account, kind, name)
) without rowid;

create table remote_picture (
    id integer primary key,
    account integer not null references account on delete cascade,
    digest blob not null,
    size integer not null,
    content blob not null,
    unique (account, digest)
);
create index remote_picture_size on remote_picture (id, size);
