"""Work that takes longer than a moment: in a process of its own, in turns between visitors, while one waits.

worker          the process that does long work (workers); a cluster takes chunks of it where there is one (cluster)
pool            who waits for what, in turns (pool); a demand says for how long somebody does
visitor, guest  who waits: a browser that is connected, or a request without a session (visitors)
"""
