-- Ids of messages are dates: received second << 20 | tie. Bodies and the index share them, so every
-- list and every search is "order by rowid desc limit n".

create table account (
    id integer primary key autoincrement,
    oid text not null,
    tid text not null,
    username text not null,
    name text not null,
    registration text not null,
    granted_scopes text not null,
    state text not null,
    photo blob,
    mailbox_settings text not null default '{}',
    checked_at integer,
    unique (tid, oid)
);

create table category (
    account integer not null references account on delete cascade,
    name text not null,
    color text not null,
    primary key (account, name)
) without rowid;

create table folder (
    id integer primary key autoincrement,
    account integer not null references account on delete cascade,
    remote_id text not null,
    parent_remote_id text not null,
    name text not null,
    well_known text not null,
    unread_count integer not null,
    total_count integer not null,
    is_hidden integer not null,
    stored_count integer not null default 0,
    stored_unread integer not null default 0,
    -- delta_cursor ends the last whole round; page_cursor leads on in the round under way.
    delta_cursor text,
    page_cursor text,
    is_shadow integer not null default 0,
    unique (account, remote_id)
);

create table message (
    id integer primary key,
    account integer not null,
    folder integer not null references folder on delete cascade,
    remote_id text not null,
    sender_name text not null,
    sender_address text not null,
    subject text not null,
    preview text not null,
    is_read integer not null,
    is_draft integer not null,
    is_flagged integer not null,
    is_focused integer not null,
    has_attachments integer not null,
    importance text not null,
    kind text not null,
    categories text not null,
    conversation integer,
    conversation_id text not null,
    sent_at integer,
    recipients text not null,
    internet_message_id text not null,
    web_link text not null,
    change_key text not null,
    -- The meeting of an invitation; it comes with the body.
    meeting text not null default '',
    -- 0 as well while the body that is kept is an older state's.
    has_body integer not null default 0,
    unique (account, remote_id)
);
create index message_by_folder on message (folder);
create index message_by_focus on message (folder, is_focused);
create index message_unread on message (folder) where is_read = 0;
create index message_without_body on message (account) where has_body = 0;
create index message_by_conversation on message (account, conversation);

create trigger message_counted after insert on message begin
    update folder set stored_count = stored_count + 1,
        stored_unread = stored_unread + (new.is_read = 0) where id = new.folder;
end;
create trigger message_uncounted after delete on message begin
    update folder set stored_count = stored_count - 1,
        stored_unread = stored_unread - (old.is_read = 0) where id = old.folder;
end;
create trigger message_recounted after update of folder, is_read on message
when old.folder <> new.folder or old.is_read <> new.is_read begin
    update folder set stored_count = stored_count - 1,
        stored_unread = stored_unread - (old.is_read = 0) where id = old.folder;
    update folder set stored_count = stored_count + 1,
        stored_unread = stored_unread + (new.is_read = 0) where id = new.folder;
end;

-- What a full round into a folder that already has messages has named so far.
create table folder_shadow (
    folder integer not null references folder on delete cascade,
    remote_id text not null,
    primary key (folder, remote_id)
) without rowid;

create table body (
    id integer primary key references message on update cascade on delete cascade,
    is_html integer not null,
    content blob not null
);

create table attachment (
    id integer primary key autoincrement,
    message integer not null references message on update cascade on delete cascade,
    remote_id text not null,
    kind text not null,
    name text not null,
    content_type text not null,
    size_bytes integer not null,
    is_inline integer not null,
    content_id text not null,
    source_url text not null,
    unique (message, remote_id)
);

create table attachment_content (
    id integer primary key references attachment on delete cascade,
    content blob not null
);

-- Words come ready made from words.py: lower case, no accents, CJK as pairs. "place" holds the
-- account and the folder as words.
create virtual table message_text using fts5 (
    subject, people, body, files, place,
    content = '', contentless_delete = 1, detail = column, prefix = '2 3', tokenize = 'ascii'
);

create table term (
    account integer not null references account on delete cascade,
    term text not null,
    primary key (account, term)
) without rowid;

create table calendar (
    id integer primary key autoincrement,
    account integer not null references account on delete cascade,
    remote_id text not null,
    name text not null,
    color text not null,
    owner_name text not null,
    owner_address text not null,
    is_default integer not null,
    can_edit integer not null,
    is_shown integer not null,
    unique (account, remote_id)
);

create table calendar_window (
    calendar integer not null references calendar on delete cascade,
    starts_at integer not null,
    ends_at integer not null,
    delta_cursor text,
    page_cursor text,
    is_shadow integer not null default 0,
    primary key (calendar, starts_at, ends_at)
) without rowid;

create table calendar_shadow (
    calendar integer not null references calendar on delete cascade,
    starts_at integer not null,
    ends_at integer not null,
    remote_id text not null,
    primary key (calendar, starts_at, ends_at, remote_id)
) without rowid;

create table event (
    id integer primary key autoincrement,
    account integer not null,
    calendar integer not null references calendar on delete cascade,
    remote_id text not null,
    kind text not null,
    starts_at integer not null,
    ends_at integer not null,
    first_day text,
    end_day text,
    master_remote_id text not null,
    subject text not null,
    location text not null,
    organizer_name text not null,
    organizer_address text not null,
    details text not null,
    search_text text not null,
    unique (calendar, remote_id)
);
create index event_by_end on event (calendar, ends_at);
-- All that tells when something is, so that a year's days are counted from the index alone.
create index event_by_start on event (calendar, starts_at, ends_at, kind, first_day, end_day);
-- The few events a month ago that may still go on.
create index event_long on event (calendar, starts_at) where ends_at - starts_at > 2678400;
create index event_by_master on event (calendar, master_remote_id);

create table event_body (
    id integer primary key references event on delete cascade,
    is_html integer not null,
    content blob not null
);

create table contact_folder (
    id integer primary key autoincrement,
    account integer not null references account on delete cascade,
    remote_id text not null,
    name text not null,
    is_default integer not null,
    delta_cursor text,
    page_cursor text,
    is_shadow integer not null default 0,
    unique (account, remote_id)
);

create table contact_shadow (
    folder integer not null references contact_folder on delete cascade,
    remote_id text not null,
    primary key (folder, remote_id)
) without rowid;

create table contact (
    id integer primary key autoincrement,
    account integer not null,
    folder integer not null references contact_folder on delete cascade,
    remote_id text not null,
    display_name text not null,
    detail text not null,
    sort_key text not null,
    record text not null,
    search_text text not null,
    unique (account, remote_id)
);
create index contact_sorted on contact (folder, sort_key, id);
create index contact_sorted_all on contact (sort_key, id);

create table contact_address (
    address text not null,
    contact integer not null references contact on delete cascade,
    primary key (address, contact)
) without rowid;
create index contact_address_by_contact on contact_address (contact);

-- A row without content remembers that the server has no photo.
create table contact_photo (
    contact integer primary key references contact on delete cascade,
    content blob
);

-- No reference to the account: a sign-in's steps have none yet.
create table journal (
    id integer primary key autoincrement,
    account integer not null,
    at_us integer not null,
    record text not null
);
