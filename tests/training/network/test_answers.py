"""Answers that are compiled ahead, in a thread of their own: once, and so that whoever asks then compiles nothing."""

import logging

import numpy as np
import pytest

from tests.compiles import heard
from training.network import answers as module
from training.network.answers import PIECE, ROWS, answers, compile_beside
from training.network.config import decode
from training.network.resolve import resolve


def structure_of(link):
    return resolve(decode(link)[0]).structure


@pytest.fixture
def settled():
    """Waits until the thread has nothing to do."""
    compile_beside.cache_clear()
    return lambda: module._beside.submit(int).result(60)


def test_what_was_compiled_ahead_is_not_compiled_for_whoever_asks(settled):
    task, points = resolve(decode("hidden=3,5&steps=20&a=sgd")[0]), np.zeros((ROWS - 3, 2), np.float32)
    params = [{name: np.repeat(x[None], PIECE, axis=0) for name, x in layer.items()} for layer in task.initial]
    with heard() as ahead:
        compile_beside(task.structure, len(points))
        settled()
    with heard() as then:
        found = answers(task.structure, params, points)
    assert len(ahead) > 0 and len(then) == 0 and found.shape == (PIECE, ROWS - 3, 1)


def test_each_structure_and_number_of_points_is_compiled_once_and_only_where_its_parameters_are_known(
    settled, monkeypatch
):
    made = []
    monkeypatch.setattr(module, "_compile", lambda *given: made.append(given))
    plain, other = structure_of("hidden=3,5&a=sgd"), structure_of("hidden=3,4&a=sgd")
    for structure, points in [(plain, 9), (plain, 9), (other, 9), (plain, ROWS + 1), (other, 9)]:
        compile_beside(structure, points)
    for link in ("hidden=3&norm=batch&a=sgd", "hidden=3&gradient=synthetic&a=sgd"):
        compile_beside(structure_of(link), 9)
    settled()
    assert made == [(plain, ROWS), (other, ROWS), (plain, 2 * ROWS)]


def test_what_cannot_be_compiled_ahead_ends_nothing(settled, monkeypatch, caplog):
    plain, other, made = structure_of("hidden=3,5&a=sgd"), structure_of("hidden=3,4&a=sgd"), []

    def answered(structure):
        made.append(structure)
        raise RuntimeError

    monkeypatch.setattr(module, "_answered", answered)
    with caplog.at_level(logging.DEBUG, module.__name__):
        for structure in (plain, other):
            compile_beside(structure, 9)
        settled()
    assert made == [plain, other] and len(caplog.records) == 2
