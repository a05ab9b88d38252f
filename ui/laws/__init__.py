"""The page of laws: what is claimed, and whether it holds here and now."""
