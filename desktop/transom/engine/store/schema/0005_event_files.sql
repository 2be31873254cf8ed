-- Files of events; their contents come when somebody asks for them.
create table event_file (
    id integer primary key autoincrement,
    event integer not null references event on delete cascade,
    remote_id text not null,
    kind text not null,
    name text not null,
    content_type text not null,
    size_bytes integer not null,
    is_inline integer not null,
    content_id text not null,
    source_url text not null,
    content blob,
    unique (event, remote_id)
);
