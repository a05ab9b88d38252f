"""What belongs to a runner's rule whatever it runs on.

put on          what goes before a rule and after it, as lines of its explanation: schedules, wrappers, a decay
number by hand  a number that is changed at a step, as points of its schedule by hand
edge            the limit of rate times curvature from which on a rule no longer settles
"""
