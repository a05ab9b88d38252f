"""The page of notes: all cards, the slips of the lectures, and what is cited."""
