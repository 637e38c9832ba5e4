"""The edge that all apps share: app assembly, guards, transactions, templates and style."""
