"""How things look and what they are called: colours, marks, figures, styles."""
