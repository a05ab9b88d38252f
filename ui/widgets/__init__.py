"""Fields and lists of the sidebar, and cards that several pages have."""
