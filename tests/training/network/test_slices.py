"""A plane through more than two inputs: against scikit-learn, and what the browser gets of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from tests.network_runs import made_up
from tests.ui.player.test_component import unpack
from training.network import edits
from training.network.config import decode, default_network, encode
from training.network.resolve import resolve
from training.network.slices import slice_of
from ui.network import compute
from ui.network.header import network_header
from ui.player.component import pack

WINE = replace(default_network("wine"), hidden=(4,), steps=20)


def test_principal_axes_are_those_of_scikit_learn():
    prepared = resolve(WINE).prepared
    plane, scaler = slice_of(prepared, "pca"), StandardScaler().fit(prepared.raw_train_x)
    oracle = PCA(2, svd_solver="full").fit(scaler.transform(prepared.raw_train_x))
    for x in (prepared.raw_train_x, prepared.raw_valid_x):
        expected = oracle.transform(scaler.transform(x))
        np.testing.assert_allclose(np.abs(plane.project(x)), np.abs(expected), rtol=1e-6, atol=1e-9)
    assert plane.share == pytest.approx(oracle.explained_variance_ratio_.sum())


@pytest.mark.parametrize("form", ["pca", "first"])
def test_a_place_of_the_plane_is_projected_onto_itself(form):
    prepared = resolve(WINE).prepared
    plane, places = slice_of(prepared, form), np.array([[0.0, 0.0], [1.0, -2.0], [14.0, 3.0]])
    np.testing.assert_allclose(plane.project(plane.raw(places)), places, atol=1e-9)
    x0, x1, y0, y1 = plane.frame(prepared)
    inside = plane.project(prepared.raw_valid_x)
    assert (inside > [x0, y0]).all() and (inside < [x1, y1]).all()
    if form == "first":
        np.testing.assert_array_equal(plane.project(prepared.raw_train_x), prepared.raw_train_x[:, :2])
        np.testing.assert_allclose(plane.raw(places)[:, 2:], [prepared.raw_train_x.mean(axis=0)[2:]] * 3)


def test_the_stage_shows_a_plane_of_a_table_where_it_is_asked_to():
    network = replace(WINE, stage="pca")
    header = network_header(network, {slot: made_up(network) for slot in network.choices})
    data, runner = unpack(pack(header))["data"], header["runners"][0]
    prepared, plane = resolve(network).prepared, slice_of(resolve(network).prepared, "pca")
    assert data["kind"] == "plane" and not data["drawable"]
    np.testing.assert_allclose(
        data["train"]["x"].reshape(-1, 2), plane.project(prepared.raw_train_x), rtol=1e-4, atol=1e-5
    )
    assert runner["picture"].shape[1:] == (3, data["columns"] * data["rows"])
    places = np.array([[0.5, -1.0]])
    affine = data["affine"].reshape(3, 13)
    np.testing.assert_allclose([1, *places[0]] @ affine, prepared.transform(plane.raw(places))[0], rtol=1e-3, atol=1e-4)
    assert data["description"].startswith("Wine: what the network says on the plane of two principal axes, with 5")
    assert network_header(WINE, {})["data"]["kind"] == "table"


def test_another_stage_trains_nothing_anew():
    keys = [set(compute.keys_of(replace(WINE, stage=stage)).values()) for stage in ("matrix", "pca", "first")]
    assert keys[0] == keys[1] == keys[2]


def test_the_stage_is_in_the_link_where_it_counts():
    rows = "a,b,c,class:k;1,2,3,u;4,5,6,v;1,1,1,v"
    own, sentences = decode(f"data=own&points={rows}")
    assert sentences == [] and own.stage == "pca" and "stage=pca" in encode(own)
    chosen = edits.with_value(own, "stage", "first")
    assert decode(encode(chosen)) == (chosen, [])
    assert edits.with_points(chosen, rows + ";2,2,2,u").stage == "first"
    plane = edits.with_points(chosen, "1,2,a;3,4,b")
    assert "stage" not in encode(plane) and decode(encode(plane)) == (plane, [])
    assert decode("data=iris")[0].stage == "matrix"
    assert decode("stage=pca")[1] == ["stage: counts only for classes of data that are a table; it was ignored."]
    assert "must be one of" in decode("data=iris&stage=cube")[1][0]
