"""Comparisons of networks of one click, each made to show one thing; their numbers are asserted in the tests."""

from __future__ import annotations

from dataclasses import replace

from training.choice import Choice, choice
from training.network.config import default_network
from training.network.network import Network
from training.network.rates import default_choice
from ui.network.depths import DEPTHS
from ui.network.descending import DESCENDING
from ui.network.diagnosed import DIAGNOSED
from ui.network.edges import EDGES
from ui.network.ensembles import ENSEMBLES
from ui.network.geometry import GEOMETRIC
from ui.network.making import apart, network_of
from ui.network.normalized import NORMALIZED
from ui.network.regularized import REGULARIZED
from ui.network.shifted import SHIFTED
from ui.network.transferred import TRANSFERRED
from ui.session.page import Preset


def _momentum(lr: float) -> Choice:
    return choice("momentum", lr=lr)


def _circles(units: int) -> Network:
    """Deck 001's playground: full batches, one hidden layer of a few units."""
    return network_of(
        "circles",
        choice("sgd", lr=0.3),
        choice("adam", lr=0.02),
        hidden=(units,),
        batch=1024,
        steps=2000,
        bias="zeros",
        biasvalue=0.0,
    )


def _deep(activation: str, init: str) -> Network:
    """Six layers of 64 units, as in the inventory of activations in depth."""
    runners = (_momentum(0.03), default_choice("adam"), choice("sgd", lr=0.1))
    return network_of("spirals", *runners, hidden=(64,) * 6, activation=activation, init=init, batch=128, steps=800)


def _ten(data: str, activation: str, *starts: tuple[tuple[str, object], ...], **changes: object) -> Network:
    """Ten layers of 16 units under Adam, from several initializations."""
    runners = (replace(default_choice("adam"), differs=start) for start in starts)
    return network_of(data, *runners, hidden=(16,) * 10, activation=activation, batch=128, **changes)


TINY, LARGE = (("init", "normal"), ("initvalue", 0.01)), (("init", "normal"), ("initvalue", 1.0))

PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            "spirals",
            "Two spirals",
            "The same network under three rules: who finds the arms first, and how smooth the border gets.",
            default_network(),
        ),
        Preset(
            "two_units",
            "Circles, two units",
            "Two hidden units draw two borders, which cannot close around the inner circle.",
            _circles(2),
        ),
        Preset(
            "three_units",
            "Circles, three units",
            "With a third unit the borders close to a triangle, and all circles come out right.",
            _circles(3),
        ),
        Preset(
            "constant",
            "Constant weights",
            "Units that begin alike get the same gradient for ever: eight of them draw what one could.",
            network_of(
                "circles",
                choice("sgd", lr=0.3),
                choice("adam", lr=0.05),
                hidden=(8,),
                init="constant",
                initvalue=0.5,
                bias="zeros",
                biasvalue=0.0,
                steps=1000,
            ),
        ),
        Preset(
            "sigmoid",
            "Six sigmoid layers",
            "Each sigmoid divides the gradient by four or more: the first layers hardly hear of the loss.",
            _deep("sigmoid", "glorot"),
        ),
        Preset(
            "relu",
            "Six ReLU layers",
            "The same depth with ReLU and He's weights learns within two hundred steps.",
            _deep("relu", "he"),
        ),
        Preset(
            "too_fast",
            "Rate 10",
            "Full batches at rates 1, 3 and 10: everything right, a quarter wrong, and not finite after six steps.",
            network_of(
                "spirals",
                *(choice("sgd", lr=lr) for lr in (1.0, 3.0, 10.0)),
                hidden=(64, 64),
                activation="leaky_relu",
                init="he",
                batch=1024,
            ),
            pictured="b",
        ),
        Preset(
            "one_example",
            "One example a step",
            "With a single example a step the loss jumps up as often as down; a memory of the last steps calms it.",
            network_of(
                "moons", choice("sgd", lr=0.5), _momentum(0.02), choice("adam", lr=0.005), batch=1, hidden=(16,)
            ),
        ),
        Preset(
            "dead",
            "Dead units",
            "The larger the rate, the more ReLU units fall silent for every example, and silent they stay.",
            network_of(
                "spirals",
                *(_momentum(lr) for lr in (0.01, 0.3, 1.0)),
                hidden=(64, 64),
                activation="relu",
                init="he",
                batch=1024,
                steps=300,
            ),
        ),
        Preset(
            "digits",
            "Digits",
            "Scanned digits of 8 by 8 pixels: see which are taken for which, and what a hidden unit looks for.",
            network_of("digits", hidden=(64, 32), activation="relu", init="he", steps=800),
        ),
        Preset(
            "tanh_starts",
            "Ten tanh layers",
            "Small weights lose the signal by the third layer and learn nothing; large ones saturate most units from "
            "there on, and learn or not by the luck of the seed; with Glorot's it passes.",
            _ten("circles", "tanh", TINY, (("init", "glorot"),), LARGE, bias="zeros", biasvalue=0.0, steps=300),
            pictured="b",
        ),
        Preset(
            "relu_starts",
            "Ten ReLU layers",
            "Rectifiers cut half of the signal off: He's weights make up for it and learn several times as fast as "
            "LeCun's; from small ones nothing is learned.",
            _ten("spirals", "relu", TINY, (("init", "lecun"),), (("init", "he"),), steps=600),
            pictured="c",
        ),
        Preset(
            "activations",
            "Six activations",
            "One network with six activations: sigmoid learns nothing through six layers, all others learn every "
            "training example.",
            network_of(
                "spirals",
                *apart(_momentum(0.03), "activation", "sigmoid", "tanh", "relu", "leaky_relu", "selu", "elu"),
                hidden=(64,) * 6,
                init="glorot",
                batch=128,
                steps=800,
            ),
            pictured="b",
        ),
        Preset(
            "batch_sizes",
            "Batch sizes",
            "The more examples a step sees, the less its loss jumps; with all of them it never goes up. After one "
            "epoch small batches are ahead. See the table for what it costs.",
            network_of(
                "moons",
                *apart(choice("sgd", lr=0.1), "batch", 1, 16, 64, 1024),
                hidden=(16,),
                steps=400,
            ),
            pictured="b",
        ),
        Preset(
            "sorted",
            "Shuffled or sorted",
            "Sorted by class, a step sees one class alone and forgets the other: the loss swings with every epoch, and "
            "the border comes later.",
            network_of(
                "circles", *apart(choice("sgd", lr=0.3), "shuffle", "on", "off"), hidden=(16,), batch=16, steps=400
            ),
            pictured="b",
        ),
        Preset(
            "raw_inputs",
            "Raw inputs",
            "Inputs in the thousands saturate the first layer, and so they do over the variance, as one lecture "
            "prints; without their mean they are learned, and with one spread best.",
            network_of(
                "cancer",
                replace(choice("sgd", lr=0.1), name="Raw", differs=(("prep", "none"),)),
                *apart(choice("sgd", lr=0.1), "prep", "centred", "standard", "printed"),
                hidden=(16,),
                stage="pca",
                steps=300,
            ),
            pictured="c",
        ),
        *DEPTHS,
        Preset(
            "seeds",
            "Three seeds",
            "Nothing but the weights of the start differs: one seed needs half as many steps again as another.",
            network_of(
                "circles",
                *apart(choice("sgd", lr=0.3), "seed", 1, 2, 3),
                hidden=(3,),
                batch=1024,
                steps=1000,
                bias="zeros",
                biasvalue=0.0,
            ),
            pictured="b",
        ),
        *GEOMETRIC,
        *EDGES,
        *DIAGNOSED,
        *REGULARIZED,
        *NORMALIZED,
        *DESCENDING,
        *ENSEMBLES,
        *TRANSFERRED,
        *SHIFTED,
    )
}
