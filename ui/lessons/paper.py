"""The paper on which a student draws a curve before it is shown, and what is said of it after."""

from __future__ import annotations

import streamlit as st

from ui.lessons.sketch import QUANTITIES, Sketch, columns, on_paper, taken, told
from ui.player.loading import component
from ui.session import predicted, session
from ui.session.page import Facts
from ui.session.predicted import Predicted

_component = component("sketch", "The paper could not be loaded. Reload the page.")


def question(name: str, sketched: Sketch, asked: str, facts: Facts) -> bool:
    """The question of the step ``name`` with its paper, or what is said of what was drawn there; whether it was."""
    key = f"sketch.{name}"

    @session.whole
    def take() -> None:
        session.hold(f"{key}.values", taken(sketched, session.held()[key].drawn))

    st.markdown(asked)
    curve = facts.curves[sketched.quantity][sketched.runner]
    if drawn := session.own(f"{key}.values"):
        st.markdown(told(sketched, drawn, facts))
        st.button("Draw again", on_click=session.hold, args=(f"{key}.values", None))
        predicted.show(Predicted(name, sketched.quantity, sketched.runner, columns(curve).tolist(), drawn))
        return True
    data = {
        "quantity": QUANTITIES[sketched.quantity],
        "runner": facts.labels[sketched.runner],
        "range": [sketched.low, sketched.high],
        "steps": columns(curve).tolist(),
        "start": 10 ** float(on_paper(sketched, curve)[0]),
    }
    _component(key=key, data=data, on_drawn_change=take)
    return False
