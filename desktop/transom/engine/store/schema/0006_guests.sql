-- Messages that lie in a folder although its own pages have not named them yet: they were found there
-- after another folder told that they had left. Should they vanish before they are named, no page
-- will ever say so.
create table guest (
    folder integer not null references folder on delete cascade,
    remote_id text not null,
    primary key (folder, remote_id)
) without rowid;
