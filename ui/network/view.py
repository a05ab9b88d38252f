"""The network page: the same optimizers train one small network, and what happens in every layer."""

from __future__ import annotations

import streamlit as st

from locales import tr
from ui.network import cards as network_cards
from ui.network import compute, sharpness
from ui.network.activation_plots import activation_plots
from ui.network.all_masks import all_masks
from ui.network.batch_norm import batch_norm_by_hand
from ui.network.between import between
from ui.network.by_hand import by_hand
from ui.network.clouds import clouds_of_inputs
from ui.network.data import prepare, stages
from ui.network.diagnosis import diagnoses
from ui.network.differences import differences
from ui.network.divergence_plots import divergence_plots
from ui.network.equal import equalities
from ui.network.gradient_check import gradient_check
from ui.network.header import network_header
from ui.network.landscape import loss_along
from ui.network.page import PAGE
from ui.network.preferred import penalties_by_hand
from ui.network.sidebar import network_sidebar
from ui.network.softmax import softmax_plot
from ui.network.solutions import solutions
from ui.network.synthetic import synthetic_gradients
from ui.network.verdicts import verdicts
from ui.player.component import player, texts
from ui.session import opening, reports, session, sight, state
from ui.session.page import buttons
from ui.widgets import cards, controls
from ui.work import visitors

state.enter(PAGE)
around = not session.embedded()
if around:
    network_sidebar()
network = state.current()

if state.sentences():
    controls.warn(*state.sentences())

found = compute.results(network, visitors.current())
runs, failures, missing = compute.sorted_out(network, found)
sharp = sharpness.results(network, runs if state.page().sharp else {}, visitors.current())
if failures := [*failures, *sharpness.failures(network, sharp)]:
    controls.warn(*failures)
staged = stages(network)
prepare(staged.own[slot] for slot in missing)
pending = compute.pending(network, missing)
header = network_header(
    network,
    runs,
    staged,
    pick=sight.seen(state.pick(), state.page().hidden, network.choices),
    presets=buttons(PAGE.presets, network),
    history=state.history(),
    pending=pending,
    ground=state.page().ground,
    together=[slot for slot in network.choices if slot not in state.page().hidden]
    if state.layers_shown() == "all"
    else (),
)
header = sharpness.with_sharpness(header, network.choices, sharp if state.page().sharp else None)
shown = sight.visible(header, state.page().hidden)
player(
    {
        **shown,
        "drawn": state.page().drawn,
        "usual": opening.leader(network, PAGE),
        **network_cards.leading(network),
    },
    reports.on_event,
    {"data": shown["data"], "others": [*sight.others(shown), *texts([shown["presets"], shown["inside"]])]},
)
progress = st.container(key="progress")

if around and network.slots:
    st.subheader(tr("Standings after {count:,} gradients", count=network.steps), anchor=False)
    network_cards.standings(network, runs)
    diagnoses(network, runs)

if around:
    activation_plots(network)
    divergence_plots()
    clouds_of_inputs(network)
    softmax_plot()
    batch_norm_by_hand()
    all_masks()
    penalties_by_hand()
    verdicts()
    between(network, runs)
    loss_along(network, runs)
    synthetic_gradients(network, runs)
    gradient_check(network, runs, state.pick())
    differences()
    by_hand()
    solutions()

    left, right = st.columns([1.2, 1], gap="medium")
    with left:
        st.html(cards.held_equal("comparison", equalities(network, runs)))
    with right:
        network_cards.share(network, shown["link"], {} if missing else runs)

if missing:
    with progress:
        compute.watch(network, missing, runs, visitors.current(), pending)
elif waiting := sharpness.missing(sharp):
    with progress:
        sharpness.watch(network, runs, waiting, visitors.current())
