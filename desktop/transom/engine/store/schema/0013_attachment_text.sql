-- The words inside attachments, where a person wants them searched. text_state: 0 nobody looked yet,
-- 1 the words are here, 2 there are none to read, 3 larger than what may be fetched for this.
alter table attachment add column text_state integer not null default 0;
create index attachment_unread on attachment (message) where text_state = 0;
create table attachment_text (
    id integer primary key references attachment on delete cascade,
    content blob not null
);
