"""The network page: optimizers that train one small network.

stage           what the large picture shows of a network: data, and the plane or the line they lie on (data)
frame           a step whose answers and layers are kept as a picture
card            a table or list below the picture: standings, what is held equal, diagnosis (cards, equal, diagnosis)
panel           folded, and computed only while it is open (softmax, clouds, gradient_check and others)
ground          what is behind the examples: the decision, or the linear pieces of rectifiers (pieces)
"""
