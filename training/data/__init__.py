"""Data sets: made by formula, read from tables or from what somebody brings; and how they are prepared.

data set        a name of DATASETS, or a visitor's own points: what is to be learned (datasets, points)
sample          some examples of it, inputs with their targets (samples)
table, column   own data as they were read: each column is an input, what is predicted, or unused (columns, reading)
preprocessing   what inputs go through before the network: an affine map, fitted to the examples for training
part            training, validation, test: which examples teach, judge and are kept to the end
shift, turn     by how much examples differ from those that the network learned before, or was made for
"""
