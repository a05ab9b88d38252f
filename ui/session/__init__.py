"""What a visitor's session holds, and how events change it.

page            the object that says all of a page (page)
state           the configuration of a page, and what of it is only view (state)
event           what the player reports; an edit is what it becomes (reports, changes)
lock            what a teacher's link keeps from being changed (locks); sight is what it keeps from being told
widget          what shows a field, under a key of its own with each generation (inputs)
"""
