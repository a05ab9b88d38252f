"""The page of search: which numbers train a network best, and what each way to look for them finds."""
