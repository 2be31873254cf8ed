-- The text index numbers messages by their second alone, which halves it, and knows where words stand,
-- so that phrases come from it; beginnings of words are a table of their own. It is written anew,
-- newest first, while the program runs; see places.py, message_index.py and reindexing.py.

drop table message_text;
create virtual table message_text using fts5 (
    body, subject, sender, receivers, files, place,
    content = '', contentless_delete = 1, detail = full, tokenize = 'ascii'
);
create virtual table message_start using fts5 (
    starts, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

-- "fields" tells in which parts of messages besides their texts a term stands; see message_index.py.
drop table term;
create table term (
    account integer not null references account on delete cascade,
    term text not null,
    fields integer not null,
    primary key (account, term)
) without rowid;

delete from index_debt;
insert into index_debt select max(id) + 1 from message having max(id) is not null;

-- A message's number in the index, where its second is another's.
alter table message add column place integer;
create unique index message_aside on message (place) where place is not null;
