"""Lessons: texts beside live pages, with questions whose answers come from the runs themselves.

lesson      a Markdown file of the folder lessons/, by its name (ui.lessons.book)
step        what a lesson opens at a time: a page with a configuration, what to look at, and perhaps a question
ask         how the answer to a question is read off the facts of a page (ui.lessons.answers)
"""
