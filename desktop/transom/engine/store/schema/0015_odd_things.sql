-- Events and contacts that could not be read, as the server sent them, and the version of the program
-- that could not; collection is a calendar or a folder of contacts, as kind says.
create table odd_thing (
    account integer not null references account on delete cascade,
    kind text not null,
    collection integer not null,
    remote_id text not null,
    raw blob not null,
    version text not null,
    primary key (account, kind, collection, remote_id)
) without rowid;
