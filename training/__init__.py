"""Runs: configurations and their links, the loop that all of them share, outcomes in words.

configuration   all that decides what a page computes, as plain values: a frozen dataclass, and in a link
field           one of its values, declared once as a row of a table (training.configuration.fields)
choice          one optimizer with its numbers, forms, wrappers and schedules (training.choice)
runner, slot    a choice under a letter: who runs in a comparison, and the letter
task            what a run of a network needs, resolved from a configuration once (training.network.resolve)
problem         what is minimized, as the loop sees it: a surface or a network (training.loop)
draw            the randomness of one step: a mini-batch, noise
row             what is recorded of one step; a trace has all rows
query           where the gradient is taken; params are where the method stands
outcome         how a run ended: converged, diverging, left the frame, not finite, still moving, standing still

What stands at this level is read by several of the folders below, or by pages, and belongs to none of them: what runs
(choice, loop), what became of it (outcome, ranking), running means (averages), a table that nothing here can measure
(published), and the program of a process that trains for the app (worker).
"""
