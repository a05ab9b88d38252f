"""Thousands of runs at once, of which a picture is made.

basins          what becomes of an optimizer from every start of a frame (training.many.basins)
chunk           as many runs as are computed together; the first ones of a picture lie over all of it, coarsely
"""
