"""All lessons by group, with how far one is in each."""

from __future__ import annotations

from html import escape
from itertools import groupby

import streamlit as st

from locales import tr, trn
from ui.lessons.book import Lesson, lessons
from ui.lessons.card import way
from ui.lessons.pictures import picture
from ui.looks import titles
from ui.player.loading import component

_progress = component("lesson")


def _entry(lesson: Lesson) -> str:
    steps = trn("{count} step", "{count} steps", len(lesson.steps))
    return (
        f'<li><a href="{escape(way(lesson, 0))}" target="_self">'
        f'<img alt="" src="{picture(lesson.name, st.context.theme.type or "light")}"><b>{escape(lesson.title)}</b>'
        f"<span>{escape(lesson.about)}</span>"
        f'<small data-lesson="{escape(lesson.name)}" data-steps="{len(lesson.steps)}">{steps}</small></a></li>'
    )


titles.show(tr("Lessons"))
st.header(tr("Lessons"), anchor=False)
st.caption(tr("Each opens a page with its text beside it; everything on the page can still be changed."))
for group, members in groupby(lessons().values(), key=lambda lesson: lesson.group):
    st.subheader(group, anchor=False)
    st.html(f'<ul class="lessons">{"".join(map(_entry, members))}</ul>')
_progress(key="lesson-progress", data={"lesson": "", "step": 0, "back": "", "on": "", "answered": False}, height=0)
