"""One noun per file; a command reads options, opens one transaction, calls one use case, shows."""
