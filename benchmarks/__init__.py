"""Speed and load, beside named peers doing the same work in the same run."""
