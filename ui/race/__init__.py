"""The race page and all optimizers at once: optimizers on a surface of two coordinates.

relief          the heights of a surface on a grid, with the bands in which they are drawn (relief)
map             what becomes of thousands of runs, as a picture: basins, sensitivity; its cells are runs
all             every optimizer on every surface, as a table (all)
"""
