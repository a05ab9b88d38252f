"""Speed and load, beside named peers doing the same work in the same run."""

from training.process import processor

processor.take()  # as the app does
