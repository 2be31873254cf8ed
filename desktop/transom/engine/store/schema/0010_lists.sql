-- What lists are chosen, grouped and sorted by. Both indexes take the places of narrower ones: a
-- folder's messages by date with all that a list asks of them, so that a million are sorted without a
-- look at their rows, and a conversation's messages within one folder.

drop index message_by_folder;
create index message_in_folder on message (
    folder, id, is_focused, is_read, is_flagged, has_attachments, sender_name, subject, size_bytes
);
drop index message_by_conversation;
create index message_by_conversation on message (account, conversation, folder);
create index message_flagged_in_folder on message (folder) where is_flagged = 1;
create index message_categorised_in_folder on message (folder) where categories <> '';
