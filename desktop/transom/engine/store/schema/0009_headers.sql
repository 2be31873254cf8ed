-- A message's head, packed: with the body for new mail, for the rest when somebody reads it.
create table head (
    id integer primary key references message on update cascade on delete cascade,
    content blob not null
);
