-- Who sent a message and who got it are columns of their own in the index, and what a search may ask of
-- a message without a word has an index. The text index is written anew, newest first, while the
-- program runs; see reindexing.py.

drop table message_text;
create virtual table message_text using fts5 (
    subject, sender, receivers, body, files, place,
    content = '', contentless_delete = 1, detail = column, prefix = '2 3', tokenize = 'ascii'
);

-- Messages below this id are not in the index yet; no row once all are.
create table index_debt (below integer not null);
insert into index_debt select max(id) + 1 from message having max(id) is not null;

-- Text and attachments together, known once the body is here; 0 before.
alter table message add column size_bytes integer not null default 0;
update message set size_bytes =
    (select length(content) from body where body.id = message.id)
    + (select coalesce(sum(a.size_bytes), 0) from attachment a where a.message = message.id)
where has_body = 1 and exists (select 1 from body where body.id = message.id);

create index message_flagged on message (is_flagged) where is_flagged = 1;
create index message_with_files on message (has_attachments) where has_attachments = 1;
create index message_categorised on message (id) where categories <> '';
create index message_large on message (size_bytes) where size_bytes >= 262144;

create table saved_search (
    id integer primary key autoincrement,
    name text not null,
    words text not null,
    unique (name)
);
