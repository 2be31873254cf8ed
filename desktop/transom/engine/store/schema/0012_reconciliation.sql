-- How far each folder, calendar and folder of contacts was compared with the server's own list, which
-- finds what a delta lost.
create table reconciliation (
    account integer not null references account on delete cascade,
    kind text not null,
    collection integer not null,
    -- Messages received in this second or before are still to be compared; null between two walks.
    below integer,
    done_at integer not null,
    primary key (account, kind, collection)
) without rowid;
