-- Messages of a first round that the text index does not know yet: they are written into it once, with
-- their text, or by themselves where the server takes its time with that.

create table index_due (
    id integer primary key references message on update cascade on delete cascade
);
