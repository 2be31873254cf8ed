-- What a person did with a reminder. An event that moves has another start, so it reminds anew.
create table reminder_mark (
    calendar integer not null references calendar on delete cascade,
    remote_id text not null,
    starts_at integer not null,
    -- Until when it is put off; nothing where it is dismissed for good.
    until_at integer,
    primary key (calendar, remote_id, starts_at)
) without rowid;

-- Since when an account's reminders are watched: what was over before is no news.
create table reminder_watch (
    account integer primary key references account on delete cascade,
    since_at integer not null
);
