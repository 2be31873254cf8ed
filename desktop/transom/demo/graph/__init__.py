"""The tenant's Graph: the invented mailbox served as Microsoft Graph would serve it."""
