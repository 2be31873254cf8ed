"""Files that leave Transom: mail, attachments and calendars, complete and never over another."""
