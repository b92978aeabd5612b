"""From files, folders, web addresses and feeds to articles: what there is, and what it says."""
