"""The page of basins: which minimum an optimizer reaches from every start of a surface."""
