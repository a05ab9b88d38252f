"""The page of sensitivity: what becomes of an optimizer over any two of its numbers."""
