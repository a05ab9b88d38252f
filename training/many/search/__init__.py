"""Search for the numbers of a network and of the rule that trains it, as lectures teach it.

method      in which order points are tried: a grid, at random, from coarse to fine (training.many.search.methods)
work        how many trials may be done (training.many.search.work)
trial       one training with the numbers of its point, whose last figures are kept (training.many.networks)
search      a network, the numbers that vary, a method and a budget of trials (training.many.search.search); its link
            is that of training.many.search.config
"""
