"""A class: all who opened one link predict, each on a device of their own, and the teacher's screen gathers it.

room        what the server knows of a class, in its memory alone (ui.lessons.class_view.rooms)
code        the short word by which students come to it, in a link; a teacher is known by the browser, never by a link
turn        counts the questions of a room: what was predicted in an earlier one is forgotten
"""
