"""Runs of optimizers on a surface: configuration, descent, and the update explained.

race            the configuration: a surface, a start, steps, noise, and the runners (race, config)
descend         one runner's run, as a trace (descend)
inside          the update of each step, line by line, in symbols, words and numbers (explain)
sharpness       the largest eigenvalue of the Hessian where a run stands, and the limit of its rule (sharpness)
"""
