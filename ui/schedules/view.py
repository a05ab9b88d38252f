"""Schedules and averages: how a rate falls, what an average remembers, and why RAdam waits."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from locales import tr
from locales.formats import exact, grouped, plain
from optimizers.schedules import POINTS, manual
from optimizers.trees import TRUST
from training import averages
from training.configuration.links import VEILED
from training.configuration.ranges import Bound
from ui.looks import palette
from ui.looks.charts import STILL, Curve, curves
from ui.player.figures import headed
from ui.schedules import worked
from ui.schedules.drawn import drawn
from ui.schedules.page import BY_EPOCH, OPENING, OTHERS, PAGE, SHOWN, TABLED, encode
from ui.schedules.page import shown as shown_of
from ui.session import locks, session, state
from ui.widgets import beside, controls
from ui.widgets.notes import note
from ui.widgets.tables import table

MANUAL = "manual"
STAIRS = ("staircase", MANUAL)
DECAYS = (0.9, 0.98, 0.5)
RATE, EPOCHS, WINDOW = Bound(1e-6, 100), Bound(2, 500, whole=True), Bound(1, 365, whole=True)


def _chosen() -> list[str]:
    """The schedules that somebody chose to see; at first those of a link, in words that Streamlit reads: the link may
    have hidden their names, or have their labels in another language."""
    if session.parameter(VEILED):
        session.renew(encode(held))
        st.rerun()
    spoken = {name: tr(schedule.label) for name, schedule in TABLED.items()}
    if not {*st.query_params.get_all(SHOWN)} <= {*spoken.values()}:
        st.query_params[SHOWN] = [spoken[name] for name in held.names]
        st.rerun()
    return st.multiselect(
        tr("Schedules"),
        list(TABLED),
        list(OPENING),
        format_func=spoken.__getitem__,
        key=SHOWN,
        placeholder=tr("Choose options"),
        bind="query-params",
    )


state.enter(PAGE)
headed(tr(PAGE.title))

if state.sentences():
    controls.warn(*state.sentences())
st.subheader(tr("Schedules of the learning rate"), anchor=False)
held, hidden = state.current(), locks.veiled(state.current())
left, middle, right = st.columns([3, 1, 1], vertical_alignment="top")
with left:
    shown = held.names if hidden else _chosen()
if not hidden:
    note("schedule", shown, SHOWN)
called = {name: chr(ord("A") + place) if hidden else tr(TABLED[name].label) for place, name in enumerate(shown)}
with middle:
    rate = beside.bound_number("rate", tr("Learning rate at the start"), RATE, 0.2)
with right:
    epochs = int(beside.bound_number("epochs", tr("Epochs"), EPOCHS, 20))
points = held.points if hidden else beside.bound_text(BY_EPOCH) if MANUAL in shown else BY_EPOCH.default
tables = {
    name: rate * manual(epochs, POINTS.spell(BY_EPOCH.read(points)))
    if name == MANUAL
    else palette.schedule_by_epoch(name, rate, epochs)
    for name in shown
}
lines = {
    name: Curve(called[name], np.arange(1, epochs + 1), rates, *palette.look(place), stairs=name in STAIRS)
    for place, (name, rates) in enumerate(tables.items())
}
if MANUAL in lines and not hidden:
    drawn([line for name, line in lines.items() if name != MANUAL], lines[MANUAL], points, rate)
else:
    st.plotly_chart(
        curves([*lines.values()], tr("epoch"), tr("learning rate")),
        config=STILL,
        alt=tr(
            "Learning rate over {epochs} epochs under {count} schedules, from {rate} at the start.",
            epochs=epochs,
            count=len(lines),
            rate=plain(rate, 6),
        ),
    )
numbered = range(min(4, epochs))
st.html(
    table(
        tr("Learning rates of the first epochs"),
        (tr("Schedule"), *(tr("Epoch {epoch}", epoch=epoch + 1) for epoch in numbered)),
        [(escape(called[name]), [plain(rates[e], 3) for e in numbered]) for name, rates in tables.items()],
    )
)
st.caption(
    tr(
        "The first epoch counts as 1, as in the lectures: 0.2 / (1 + epoch) gives 0.1, 0.067, 0.05, 0.04. "
        "Each schedule has its usual numbers here, with one epoch a step, so that k / √t and k / √epoch are one curve; "
        "on the race page each has its own. "
        "“Reduce on plateau” has no fixed curve: it waits for the loss."
    )
)

st.subheader(tr("Exponentially weighted averages"), anchor=False)
corrected = st.toggle(tr("Bias correction"), value=True, key="correct", bind="query-params")
days = averages.temperatures()
axis = np.arange(1, len(days) + 1)
width = int(beside.bound_number("window", tr("Days of a moving window"), WINDOW, 10))
series = [Curve(tr("Daily temperature"), axis, days, palette.quiet(), "1px 3px", 1.2)] + [
    Curve(
        tr("{beta}, about {days} days", beta=f"β = {exact(beta)}", days=grouped(averages.window(beta), 0)),
        axis,
        averages.ewma(days, beta, corrected),
        *palette.look(place),
    )
    for place, beta in enumerate(DECAYS)
]
series.append(
    Curve(
        tr("Mean of the last {days} days", days=width), axis, averages.moving(days, width), *palette.look(len(DECAYS))
    )
)
st.plotly_chart(
    curves(series, tr("day"), tr("temperature, °F"), height=360),
    config=STILL,
    alt=tr(
        "A made-up year of daily temperatures with its averages under decays 0.9, 0.98 and 0.5: "
        "the larger β, the smoother and the later the average."
    ),
)
past = np.arange(100)
weights = [
    Curve(f"β = {exact(beta)}", past, averages.shares(beta, 100) / (1 - beta), *palette.look(place))
    for place, beta in enumerate(DECAYS)
] + [Curve("1/e", past, np.full(100, np.exp(-1)), palette.quiet(), "4px 4px", 1.5)]
st.plotly_chart(
    curves(weights, tr("days ago"), tr("weight, share of today's"), height=280),
    config=STILL,
    alt=tr("Weights of past days: they fall to 1/e after about 10 days for β 0.9, 50 days for 0.98, 2 days for 0.5."),
)

st.html(worked.windows(DECAYS))
st.html(worked.first_averages())
st.html(worked.memories())
st.caption(
    tr(
        "The same step hardly changes a short memory and doubles a long one: so a search draws β on a scale that is "
        "logarithmic in 1 − β. From 0.9 to 0.999 half of such draws lie above 0.99, of even ones 9 in 100."
    )
)

st.subheader(tr("Averages of gradients, in numbers"), anchor=False)
st.html(worked.conventions())
st.html(worked.smoothing())
st.caption(
    tr(
        "Momentum damps what changes its sign and keeps what does not; over the root of the mean square both "
        "coordinates take steps of like size. All with β = 0.9."
    )
)

st.subheader(tr("Why RAdam waits"), anchor=False)
b2 = st.select_slider(
    f"{tr('Second-moment decay')} β₂", (0.9, 0.99, 0.999, 0.9999), 0.999, key="b2", bind="query-params"
)
steps = np.arange(1, 201)
rectified = averages.rectifier(b2, 200)
factor = np.where(rectified.factor > 0, rectified.factor, np.nan)
waiting = [
    Curve(tr("Spread of Adam's rate"), steps, palette.adam_spread(b2), *palette.look(1)),
    Curve(tr("RAdam's rectifier"), steps, factor, *palette.look(0)),
]
st.plotly_chart(
    curves(waiting, tr("step"), tr("standard deviation; factor"), log=True),
    config=STILL,
    alt=tr(
        "On a logarithmic axis the spread of Adam's early rate falls from over 100 to under 0.1, "
        "while RAdam's rectifier rises towards 1 once it begins."
    ),
)
first = int(np.argmax(rectified.factor > 0)) + 1 if (rectified.factor > 0).any() else None
wild = tr("For standard normal gradients, over 20,000 draws: in the first steps 1/√v̂ varies wildly from run to run.")
waits = (
    tr(
        "RAdam rectifies from step {step} on (ρ above {trust}, as by default in a race) and makes plain momentum steps "
        "before.",
        step=first,
        trust=exact(TRUST),
    )
    if first
    else tr("With so small a β₂ ρ never exceeds {trust}, and RAdam stays plain momentum.", trust=exact(TRUST))
)
st.caption(f"{wild} {waits}")
if not hidden:
    state.follow(shown_of(shown, points, {name: session.held()[name] for name in OTHERS}))
