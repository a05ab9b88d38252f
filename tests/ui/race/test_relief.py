"""Heights and bands of the contour: the listed surfaces, quantization, frames, and what has no finite value."""

import math

import numpy as np
import pytest

from surfaces import SURFACES
from surfaces.base import Surface
from ui.race.relief import NOT_FINITE, NX, NY, enlarged, heights, inner, quantize, ratio, relief, scale_of


def bowl(p):
    return p[0] ** 2 + p[1] ** 2


def surface(fn, lowest_at=()):
    return Surface("test", "Test", "Test", fn, (-1, 1, -1, 1), lowest_at, (0.5, 0.5), "", "", "")


def of(name, frame=None):
    known = SURFACES[name]
    return relief(known, frame or known.domain, known.lowest)


def losses_above(name, frame):
    known = SURFACES[name]
    found = relief(known, frame, known.lowest)
    ny, nx = found["ny"], found["nx"]
    z = found["zlo"] + found["z"].astype(float).reshape(ny, nx) / 65535 * (found["zhi"] - found["zlo"])
    values = 10**z if found["log"] else z - known.lowest
    return inner(values, found["frame"], frame)


@pytest.mark.parametrize(
    ("name", "frame", "listed"),
    [
        ("beale", None, 420),
        ("rosenbrock", None, 430),
        ("ravine", None, 87),
        ("long_valley", None, 76),
        ("himmelblau", (-6.0, 6.0, -5.2, 5.2), 43),
        ("rastrigin", None, 5),
    ],
)
def test_the_listed_surfaces_are_logarithmic_or_linear_as_listed(name, frame, listed):
    frame = frame or SURFACES[name].domain
    assert ratio(losses_above(name, frame)) == pytest.approx(listed, rel=0.2)
    found = of(name, frame)
    assert found["log"] == (listed > 40)
    if found["log"]:
        assert 11 <= len(found["edges"]) - 1 <= 15
        assert found["step"] == pytest.approx(1 / 3)


def test_a_round_bowl_stays_linear():
    x = np.linspace(-1, 1, 301)
    values = x[None, :] ** 2 + x[:, None] ** 2
    assert ratio(values) == pytest.approx(23, abs=1)
    assert not scale_of(values, 0.0).log


def test_logarithmic_bands_are_thirds_of_a_decade_and_carry_decades():
    found = of("beale")
    edges = np.array(found["edges"])
    assert np.diff(edges) == pytest.approx(1 / 3)
    assert list(found["labelled"]) == [-2, -1, 0, 1, 2, 3]
    assert set(found["labelled"]) <= set(found["edges"])
    above = losses_above("beale", SURFACES["beale"].domain)
    high = math.log10(np.quantile(above, 0.98))
    assert edges[-1] - 1 / 3 < high <= edges[-1] + 1e-3


def test_six_decades_are_the_most():
    values = 10.0 ** np.linspace(-30, 3, 1000)
    scale = scale_of(values, 0.0)
    assert scale.edges[-1] - scale.edges[0] == pytest.approx(6)
    assert len(scale.edges) - 1 == 18


@pytest.mark.parametrize("span", [0.003, 0.9, 1.0, 1.4, 2.7, 3.1, 7.0, 9.99, 12.0, 65.0, 4e5])
@pytest.mark.parametrize("floor", [0.0, -78.3, 3.0])
def test_linear_levels_are_round_and_number_8_to_14(span, floor):
    scale = scale_of(floor + span * np.linspace(0.5, 1, 1000), floor)
    assert not scale.log
    assert 8 <= len(scale.edges) <= 14
    mantissa = scale.step / 10 ** math.floor(math.log10(scale.step) + 1e-9)
    assert min(abs(mantissa - m) for m in (1, 2, 5)) < 1e-9
    assert np.allclose(np.array(scale.edges) / scale.step, np.round(np.array(scale.edges) / scale.step), atol=1e-6)
    assert len(scale.labelled) >= 2 and set(scale.labelled) <= set(scale.edges)


def test_the_field_covers_every_view_from_square_to_wide():
    for frame in ((-0.5, 4.0, -2.1, 1.8), (0, 1, 0, 8), (0, 8, 0, 1)):
        around = enlarged(frame)
        width, height = frame[1] - frame[0], frame[3] - frame[2]
        for aspect in (1.0, 1.15, 1.5, 1.9):
            tall = max(height, width / aspect)  # the equal-scale view that shows the whole frame
            assert around[3] - around[2] >= tall - 1e-9
            assert around[1] - around[0] >= tall * aspect - 1e-9 or tall > height
        assert (around[0] + around[1]) / 2 == pytest.approx((frame[0] + frame[1]) / 2)
        assert (around[2] + around[3]) / 2 == pytest.approx((frame[2] + frame[3]) / 2)


def test_heights_come_back_from_sixteen_bits():
    found = of("beale")
    assert found["z"].dtype == np.uint16 and found["z"].shape == (NY, NX)
    z = found["zlo"] + found["z"].astype(float) / 65535 * (found["zhi"] - found["zlo"])
    known = SURFACES["beale"]
    xs = np.linspace(*found["frame"][:2], NX)
    ys = np.linspace(*found["frame"][2:], NY)
    for row, column in ((0, 0), (NY // 2, NX // 3), (NY - 1, NX - 1)):
        loss = float(known.fn(np.array([xs[column], ys[row]], dtype=np.float32)))
        assert z[row, column] == pytest.approx(math.log10(loss), abs=2e-4)


def test_without_a_known_minimum_the_lowest_value_inside_the_frame_is_the_floor():
    found = relief(surface(lambda p: p[0] ** 2 + p[1] ** 2 - 5 * p[0]), (-1, 1, -1, 1), None)
    assert not found["floorKnown"]
    assert found["floor"] == pytest.approx(-4, abs=0.05)
    assert relief(surface(bowl, ((0.0, 0.0),)), (-1, 1, -1, 1), 0.0)["floorKnown"]


def test_cells_without_a_finite_value_are_marked():
    import jax.numpy as jnp

    found = relief(surface(lambda p: jnp.log(p[0]) + p[1]), (-1, 1, -1, 1), None)
    assert (found["z"][:, : NX // 2 - 1] == NOT_FINITE).all()
    assert (found["z"][:, NX // 2 + 1 :] < NOT_FINITE).all()
    assert np.isfinite([found["zlo"], found["zhi"], found["floor"], *found["edges"]]).all()


def test_a_surface_of_nothing_finite_and_a_flat_one_have_a_field():
    for value in (np.nan, np.inf, 0.0, 3.0):
        found = relief(surface(lambda p, value=value: p[0] * 0 + value), (-1, 1, -1, 1), None)
        assert np.isfinite([found["zlo"], found["zhi"], found["floor"], *found["edges"]]).all()
        assert (found["z"] == NOT_FINITE).all() == (not np.isfinite(value))
        assert found["zhi"] > found["zlo"] and len(found["edges"]) >= 2


def test_quantization_keeps_the_last_value_for_what_is_not_finite():
    z, zlo, zhi = quantize(np.array([[0.0, 1.0], [np.nan, 0.5]]))
    assert (zlo, zhi) == (0.0, 1.0)
    assert z.tolist() == [[0, NOT_FINITE - 1], [NOT_FINITE, 32768]]


def test_heights_below_the_lowest_edge_are_one_flat_band():
    scale = scale_of(10.0 ** np.linspace(-2, 3, 500), 0.0)
    z = heights(np.array([0.0, 1e-30, 10.0 ** (scale.edges[0] - 2), 1.0]), scale)
    assert z[:3] == pytest.approx([scale.edges[0] - scale.step] * 3)
    assert z[3] == pytest.approx(0)
