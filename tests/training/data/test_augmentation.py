"""Augmentation: what a step makes of its examples, and that the page has it only where the data allow it."""

from dataclasses import replace

import jax
import numpy as np
import pytest
from scipy import ndimage

from training.data.augmentation import AUGMENTATIONS
from training.network.config import decode, default_network, each, encode
from training.network.edits import with_value
from training.network.resolve import resolve
from ui.network.page import PAGE as NETWORK
from ui.session.changes import with_difference

RNG = np.random.RandomState(0)
KEY = jax.random.key(0)


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_no_amount_leaves_examples_as_they_are_and_some_changes_each_by_itself(name):
    kind, x = AUGMENTATIONS[name], np.tile(np.float32([[1.0, -2.0]]), (50, 1))
    np.testing.assert_allclose(kind.fn(x, 0.0, KEY, None), x, atol=1e-6)
    if kind.number:
        changed = np.asarray(kind.fn(x, kind.number.default, KEY, None))
        assert len(np.unique(changed, axis=0)) == 50


def test_a_point_is_turned_about_the_origin_by_no_more_than_the_angle():
    x = RNG.standard_normal((200, 2)).astype(np.float32)
    turned = np.asarray(AUGMENTATIONS["rotate"].fn(x, 30.0, KEY, None))
    np.testing.assert_allclose(np.hypot(*turned.T), np.hypot(*x.T), rtol=1e-5)
    by = np.rad2deg(np.angle((turned[:, 0] + 1j * turned[:, 1]) / (x[:, 0] + 1j * x[:, 1])))
    assert 25 < by.max() < 30.01 and -30.01 < by.min() < -25


def test_an_image_is_turned_as_by_scipy():
    image, side = RNG.rand(1, 64).astype(np.float32), (8, 8)
    turned = np.asarray(AUGMENTATIONS["rotate"].fn(image, 40.0, KEY, side))[0].reshape(side)
    angle = float(40.0 * jax.random.uniform(KEY, (1,), np.float32, -1, 1)[0])
    exact = ndimage.rotate(image.reshape(side), angle, reshape=False, order=1, mode="nearest")
    np.testing.assert_allclose(turned, exact, atol=1e-4)


def test_inputs_are_jittered_and_stretched_as_much_as_is_said():
    x = np.ones((20_000, 2), np.float32)
    assert np.std(AUGMENTATIONS["jitter"].fn(x, 0.3, KEY, None)) == pytest.approx(0.3, rel=0.02)
    stretched = np.asarray(AUGMENTATIONS["stretch"].fn(x, 0.2, KEY, None))
    assert stretched.min() == pytest.approx(0.8, abs=1e-3) and stretched.max() == pytest.approx(1.2, abs=1e-3)


def test_only_points_of_a_plane_and_images_can_be_turned():
    network, said = decode("data=curve&augment=rotate")
    assert network.augment == "none" and said[0].startswith("augment: must be one of")
    for data in ("spirals", "digits"):
        assert decode(f"data={data}&augment=rotate")[1] == []
    assert resolve(decode("data=digits&augment=rotate")[0]).structure.image == (8, 8)


@pytest.mark.parametrize("prep", ["pca", "white"])
def test_principal_components_of_an_image_cannot_be_turned(prep):
    """Whichever of the two is said last, and whether of the page or of a runner; points of a plane still can."""
    network, said = decode(f"data=digits&prep={prep}&augment=rotate")
    assert network.augment == "none" and said == [
        "augment: must be one of jitter, none, stretch, not “rotate”; none was used."
    ]
    assert decode(f"data=spirals&prep={prep}&augment=rotate")[1] == []
    turned = decode("data=digits&augment=rotate&a=sgd&b=sgd")[0]
    assert with_value(turned, "prep", prep).augment == with_value(turned, "data", "curve").augment == "none"
    read, said = decode(f"data=digits&augment=rotate&a=sgd&b=sgd&b.prep={prep}")
    assert said == ["b.augment: must be one of none, jitter, stretch, not “rotate”; none was used."]
    edited = with_difference(turned, "b", "prep", prep, NETWORK)
    last = with_value(with_difference(replace(turned, augment="none"), "b", "prep", prep, NETWORK), "augment", "rotate")
    assert {one.choices["b"].differs for one in (read, edited, last)} == {(("prep", prep), ("augment", "none"))}
    assert decode(encode(edited)) == (edited, [])
    assert {letter: one.augment for letter, one in each(edited).items()} == {"a": "rotate", "b": "none"}


def test_sorted_epochs_go_through_one_class_after_the_other():
    network = replace(default_network("moons"), examples=60, batch=1, order="sorted")
    for shuffle in ("on", "off"):
        task = resolve(replace(network, shuffle=shuffle))
        rows, n = task.order(100).order[:, 0], len(task.prepared.train_y)
        first, second = rows[:n], rows[n : 2 * n]
        for epoch in (first, second):
            assert sorted(epoch) == [*range(n)] and (np.diff(task.prepared.train_y[epoch]) >= 0).all()
        assert (first != second).any() == (shuffle == "on")
