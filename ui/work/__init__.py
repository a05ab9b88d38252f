"""Work that takes longer than a moment: in a process of its own, in turns between visitors, while one waits."""
