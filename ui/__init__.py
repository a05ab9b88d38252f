"""The app: pages, the player that draws a race, and the routes that serve its files."""
