"""Keep probabilities by layer."""

import pytest

from training.network.config import alone, decode, encode
from training.network.edits import with_value

TWO = "data=moons&hidden=8,8&dropout=inverted"


def test_there_are_no_more_than_hidden_layers():
    read, sentences = decode(f"{TWO}&keeps=0.8,0.5,0.3&a=adam&b=adam&b.hidden=8&b.keeps=0.9,0.4")
    assert read.keeps == () and read.choices["b"].differs == (("hidden", (8,)),)
    asked = {"keeps": (2, "0.8,0.5,0.3"), "b.keeps": (1, "0.9,0.4")}
    assert sentences == [
        f"{name}: must be numbers from 0.05 to 1 with commas between them, no more than hidden layers ({layers}), or "
        f"nothing, not “{typed}”; nothing was used."
        for name, (layers, typed) in asked.items()
    ]
    with pytest.raises(ValueError, match=r"no more than hidden layers \(2\)"):
        with_value(read, "keeps", "0.8, 0.5, 0.3")


def test_fewer_layers_have_fewer_of_them():
    read, sentences = decode(f"{TWO}&keeps=0.8,0.5&a=adam&b=adam&b.hidden=8")
    assert not sentences and read.keeps == (0.8, 0.5)
    for made in (read, alone(read, "b"), with_value(read, "hidden", "8"), with_value(read, "hidden", "none")):
        again, sentences = decode(encode(made))
        assert not sentences and encode(again) == encode(made)
    assert with_value(read, "hidden", "8").keeps == (0.8,)
    assert "keeps=0.8&" in encode(alone(read, "b"))
