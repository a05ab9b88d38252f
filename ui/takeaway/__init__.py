"""Taking runners home as code that runs anywhere: their rules, as calls of optax or with our own source.

rule            a runner as a call that makes it (rules), or as LaTeX (latex)
extract         our own source with what it needs, for rules that optax has not (extract)
"""
