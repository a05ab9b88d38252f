"""Fields and lists of the sidebar, and cards that several pages have.

form            the widgets of a configuration's fields, in the order of its table (fields)
control         one widget with its edit and its complaint (controls); asked is what a number field needs
stop            where a slider may stand (scales)
chip            the button that opens a runner (runners)
folded          a panel that computes only while it is open (folded)
"""
