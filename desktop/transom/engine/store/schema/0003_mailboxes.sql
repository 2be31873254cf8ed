-- What further permissions a person turned on, whose mailbox is read where it is not the signed-in
-- person's own, by whose sign-in, and the colour that tells the account from others.

alter table account add column wished_scopes text not null default '';
alter table account add column mailbox text not null default '';
alter table account add column via integer;
alter table account add column color integer not null default 0;
