"""What is put on a network, on its examples and on its rule, as text for torch, each a function of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from training.parts.normalization import EPS, ROUNDS, WHITE


class Text(NamedTuple):
    """A function as text: ``name`` is what the script calls it by."""

    name: str
    body: str


_OVER_EXAMPLES = '''\
def {name}(z, layer, update):
    """Each unit over the examples; at the test by running averages."""
    if update is None:
        return (z - layer["mean"]) {over}
    mean, variance = z.mean(0), z.var(0, correction=0)
    if len(z) > 1:
        update.remember(layer, mean=mean, variance=variance * len(z) / (len(z) - 1))
    return (z - mean) {of}'''


def _over_examples(name: str, over: str) -> Text:
    forms = {"over": over.format('layer["variance"]'), "of": over.format("variance")}
    return Text(name, _OVER_EXAMPLES.format(name=name, **forms))


NORMS: Mapping[str, Text] = {  # of what a layer reads z (examples, units), or of its weights
    "batch": _over_examples("batch_norm", f"/ ({{}} + {EPS}).sqrt()"),
    "printed": _over_examples("batch_norm_as_printed", f"/ ({{}} + {EPS})"),
    "layer": Text(
        "layer_norm",
        '''\
def layer_norm(z, layer, update):
    """Each example over the units."""
    return F.layer_norm(z, z.shape[1:])''',
    ),
    "group": Text(
        "group_norm",
        '''\
def group_norm(z, layer, update, groups):
    """Each example over groups of neighbouring units, of two at least."""
    parts = z.tensor_split(max(1, min(groups, z.shape[1] // 2)), dim=1)
    return torch.cat([F.layer_norm(part, part.shape[1:]) for part in parts], dim=1)''',
    ),
    "decorrelated": Text(
        "decorrelated",
        f'''\
def decorrelated(z, layer, update):
    """Units of mean 0, variance 1 and no correlation over the examples; at the test by running averages."""
    if update is None:
        return (z - layer["mean"]) @ inverse_root(layer["covariance"])
    mean = z.mean(0)
    covariance = (z - mean).T @ (z - mean) / len(z)
    if len(z) > 1:
        update.remember(layer, mean=mean, covariance=covariance * len(z) / (len(z) - 1))
    return (z - mean) @ inverse_root(covariance)


def inverse_root(covariance):
    """The symmetric inverse root of a covariance, by Newton's iteration."""
    one = torch.eye(len(covariance))
    matrix = covariance + {WHITE} * one
    size = matrix.trace()
    root, inverse = matrix / size, one
    for _ in range({ROUNDS}):
        step = (3 * one - inverse @ root) / 2
        root, inverse = root @ step, step @ inverse
    return inverse / size.sqrt()''',
    ),
    "weight": Text(
        "weight_norm",
        '''\
def weight_norm(w, layer):
    """The weights of each unit as a direction and a length."""
    squares = (w**2).sum(0)
    return layer["g"] * w / (squares + (squares == 0)).sqrt()''',
    ),
}
# What a layer makes of its inputs x (examples, inputs) and weights w (inputs, units), before biases: with a mask of 1
# where something stays, or normal numbers, in training, and without at the test.
_DROPOUT = '''\
def {name}(x, w, keep, mask{more}):
    """{words}"""
    if mask is None:
        return {test}
    {train}'''


def _dropout(name: str, words: str, test: str, train: str, more: str = "") -> Text:
    return Text(name, _DROPOUT.format(name=name, words=words, test=test, train=train, more=more))


_PASSED = "x @ w"
_SHAKEN = "r = mask / keep\n    return (r * x) @ w {term} @ w.sign()"
_WHITE = """size = torch.where(w == 0, 1.0, w.abs()) ** (2 - gamma)
    total = (sigma**2 * torch.where(w == 0, 0.0, size) + lambda_w * w**2).sum(0)
    spread = torch.where(total > 0, torch.where(total > 0, total, 1.0).sqrt(), 0.0)
    return x @ w + mask * spread"""
_LEFT, _SCALED = "return (mask * x) @ w", "x @ (keep * w)"
_PLAIN = "Units stay or not; at the test weights are scaled{how}."
DROPOUTS: Mapping[str, Text] = {
    "plain": _dropout("dropout", _PLAIN.format(how=""), _SCALED, _LEFT),
    "plain_printed": _dropout("dropout_as_printed", _PLAIN.format(how=", as printed"), "x @ (w / keep)", _LEFT),
    "inverted": _dropout(
        "inverted_dropout", "Units stay, and are scaled, or not.", _PASSED, "return (mask * x / keep) @ w"
    ),
    "dropconnect": _dropout(
        "dropconnect", "Weights stay or not; at the test they are scaled.", _SCALED, "return x @ (mask * w)"
    ),
    "shakeout": _dropout(
        "shakeout",
        "Weights of a unit are reversed or made stronger.",
        _PASSED,
        _SHAKEN.format(term="+ (c * (r - 1) * x)"),
        ", c",
    ),
    "shakeout_printed": _dropout(
        "shakeout_as_printed",
        "Weights of a unit are reversed or made stronger, with the sign as printed.",
        _PASSED,
        _SHAKEN.format(term="- (c * (r - 1).abs() * x)"),
        ", c",
    ),
    "whiteout": _dropout(
        "whiteout",
        "Normal noise on what each connection reads, the more of it the smaller the weight.",
        _PASSED,
        _WHITE,
        ", sigma, gamma, lambda_w",
    ),
}
NUMBERS = {  # the fields that these take beside the keep probability, by the names of their arguments
    "shakeout": {"c": "shakec"},
    "shakeout_printed": {"c": "shakec"},
    "whiteout": {"sigma": "whitesigma", "gamma": "whitegamma", "lambda_w": "whitelambda"},
}
AUGMENTATIONS: Mapping[str, Text] = {
    "jitter": Text(
        "jitter",
        '''\
def jitter(x, update, amount):
    """Noise on every input."""
    return x + amount * update.draw("augment", x.shape, torch.randn)''',
    ),
    "stretch": Text(
        "stretch",
        '''\
def stretch(x, update, amount):
    """Every input times a factor around 1."""
    return x * (1 + amount * update.draw("augment", x.shape, even))''',
    ),
    "rotate": Text(
        "rotate",
        '''\
def rotate(x, update, amount, image):
    """Each example turned by up to so many degrees: a point about the origin, an image about its middle."""
    angle = np.deg2rad(amount) * update.draw("augment", x.shape[:1], even)
    cos, sin = angle.cos(), angle.sin()
    if image is None:
        return torch.stack([cos * x[:, 0] - sin * x[:, 1], sin * x[:, 0] + cos * x[:, 1]], dim=1)
    rows, columns = image
    down, right = (torch.arange(n) - (n - 1) / 2 for n in image)
    i, j = torch.meshgrid(down, right, indexing="ij")
    cos, sin = cos[:, None, None], sin[:, None, None]
    across, along = (cos * j - sin * i) / right[-1], (sin * j + cos * i) / down[-1]  # where pixels were, from -1 to 1
    came = torch.stack([across, along], dim=-1)
    pixels = x.reshape(-1, 1, rows, columns)
    return F.grid_sample(pixels, came, padding_mode="border", align_corners=True).reshape(len(x), -1)''',
    ),
}
