"""Thousands of runs at once, of which a picture is made.

grid            what becomes of a runner over one or two of its numbers, as arrays (training.many.grids)
csv_text, npz_bytes, parquet_bytes      the same as files (training.many.files)
basins          what becomes of an optimizer from every start of a frame (training.many.basins)
matrix          what becomes of every optimizer on every surface (training.many.matrix)
plan            the configuration of a map: a race and two axes (training.many.plan)
precision       in which floats runs are computed (training.many.precision)
search          trials of a network by a method: grid, random, coarse to fine (training.many.search)
theory          where rules cannot converge any more (training.many.theory)
chunk           as many runs as are computed together; the first ones of a picture lie over all of it, coarsely
"""

from training.many.files import csv_text, npz_bytes, parquet_bytes
from training.many.grids import grid

__all__ = ["csv_text", "grid", "npz_bytes", "parquet_bytes"]
