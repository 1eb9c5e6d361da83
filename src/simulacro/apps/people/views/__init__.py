"""Pages about people: getting in, one's own account, a brand's members, its log."""
