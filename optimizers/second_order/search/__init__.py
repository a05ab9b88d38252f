"""Searches for the length of a step along a direction.

A rule composes its direction with one of them (``base.Search``): a fixed length, torch's search (``wolfe``), optax's
(``zoom``) or scipy's (``more_thuente``, and ``doubling`` where that one will not do).
"""
