"""What a configuration is made of, whatever page it belongs to: its fields, where their numbers may be, and its link.

field           one of its values, declared once as a row of a table (fields); batch and texts are kinds of their own
range           where a number may be, and how a slider shows it (ranges); numbers reads what a person types
difference      a field in which one runner departs from the configuration (differences)
link            a configuration as a query that can be read and edited (links), its short form (short_links), and the
                part of it that is only view (view_links)
"""
