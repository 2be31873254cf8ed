-- Messages that could not be read, as the server sent them, and the version of the program that could not.
create table odd_item (
    account integer not null references account on delete cascade,
    folder integer not null references folder on delete cascade,
    remote_id text not null,
    raw blob not null,
    version text not null,
    primary key (folder, remote_id)
) without rowid;
