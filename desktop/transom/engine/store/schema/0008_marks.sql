-- What a person arranged or marked on this computer; the server never learns of it.

-- Folders, and views by their negative numbers, in their order; one row of 0 says that they were chosen.
create table favourite (
    place integer primary key,
    shows integer not null unique,
    folder integer references folder on delete cascade
);

-- What of the tree is folded up: an account, a folder, or a part of the pane.
create table folded (
    kind text not null,
    number integer not null,
    account integer references account on delete cascade,
    primary key (kind, number)
) without rowid;

-- The folder or view that was shown last, by account; 0 stands for all of them.
create table last_shown (
    place integer primary key,
    shows integer not null,
    account integer references account on delete cascade
);

-- Seen here, while the server still has it as unread; what is read there needs no mark here.
alter table message add column is_seen integer not null default 0;
create index message_seen on message (folder) where is_seen = 1;
create trigger message_read_elsewhere after update of is_read on message
when new.is_read = 1 and new.is_seen = 1 begin
    update message set is_seen = 0 where id = new.id;
end;
