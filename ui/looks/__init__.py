"""How things look and what they are called: colours, marks, figures, styles.

identity        how a runner looks and is called: hue, dash, marker, label (identity)
copies          runners with one rule, told apart by what differs (copies)
mark            the shape at a runner's place, in Python and in JavaScript from the same tokens (marks, tokens)
chart           a still picture of curves, the only thing that is drawn by plotly (charts)
symbol          a formula's sign in letters that can be said (symbols)
"""
