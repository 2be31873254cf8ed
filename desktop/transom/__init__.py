"""A read-only desktop window on a Microsoft 365 or Outlook.com mailbox."""
