"""From files, folders, web addresses and feeds to articles."""
