"""The training of small networks: configuration, model, loop, and the statistics of every layer.

network         the configuration (network), its fields and link (config)
task            what training it needs, resolved once: structure, prepared data, initial weights (resolve)
structure       sizes, layers and loss as a program is compiled for them; numbers are traced (model)
run             what training leaves: losses, scores, weights and statistics of layers at some steps (train, run)
figures         losses and scores of the parts at each recorded row (figures)
probe           the examples on which layers are looked at (statistics)
look            one look into layers or answers, in a program of its own (looks)
refused         that a rule cannot train a network, with the reason (refused)
"""
