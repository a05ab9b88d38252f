"""The player's side of the server: its component, its files as one script, its stand-alone page."""
