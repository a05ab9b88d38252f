"""When techniques shine and fail, and where their forms differ: what is put on networks and on rules."""

from __future__ import annotations

from collections.abc import Mapping

from optimizers.notes import Note

NORM: Mapping[str, Note] = {
    "batch": Note(
        "In deep networks with batches of some size: larger rates, less care with the initialization.",
        "With small batches, and where training and test differ; a batch of one is nothing but its shift.",
        "At the test: running averages (libraries), or one pass over all batches at the end (the paper). Before the "
        "activation in the paper, after it in many codes. Libraries remember the variance with $B - 1$.",
    ),
    "layer": Note(
        "With small batches and in recurrent networks: it does not look at other examples.",
        "In narrow layers, where it takes much of the signal away.",
    ),
    "group": Note(
        "With small batches on images.",
        "Where units of a group have nothing in common.",
        "One group is layer norm; as many groups as channels is instance norm.",
    ),
    "weight": Note(
        "Where examples must not influence each other.",
        "To centre signals: their means are not touched.",
        "The paper sets length and shift from a first batch; here the length is that of the initial weights.",
    ),
    "decorrelated": Note(
        "Where units of a layer repeat each other.",
        "In wide layers, with small batches: a covariance needs more examples than units.",
        "By an eigenvalue decomposition in the first paper, by Newton's iteration in the second, as here.",
    ),
    "printed": Note("As a warning.", "Always: small signals explode, and large ones vanish."),
}
DROPOUT: Mapping[str, Note] = {
    "plain": Note(
        "In wide networks with few examples: no unit can lean on another.",
        "In narrow networks, with much data, and before a batch norm, whose variances differ then at the test.",
        "Lectures and papers have the probability to keep, libraries mostly that to drop.",
    ),
    "inverted": Note(
        "As dropout; nothing is to be done at the test, which is why libraries have this form.",
        "As dropout: training is slower and its loss noisier.",
        "What is divided by the keep probability are the activations; one lecture says the weights.",
    ),
    "dropconnect": Note(
        "As dropout, with more masks to choose from.",
        "Where speed counts: a mask for each weight.",
        "The paper draws the output at the test from a normal law; here the mean weights answer.",
    ),
    "shakeout": Note(
        "Where weights should be few and large: it acts as an L1 and an L2 penalty.",
        "With large c, which turns weights to their opposite too often.",
        "One lecture prints another sign, with which the mean of a weight is not kept.",
    ),
    "whiteout": Note(
        "With few examples, as an adaptive noise: small weights are shaken most, and end at zero.",
        "To tell by how much: three numbers are to be chosen.",
    ),
    "plain_printed": Note("As a warning.", "Always: the test sees weights that are too large by 1 / keep²."),
    "shakeout_printed": Note("As a warning.", "Always: weights are pulled away from their mean."),
}
PENALTY: Mapping[str, Note] = {
    "l2": Note(
        "Where many weights share the work, and in ill-posed problems.",
        "To leave weights out; and with adaptive rules, which divide it by their rate: see decoupled decay.",
        r"$\lambda/2$, $\lambda/2m$ and $\lambda$ without a half: one strength, three numbers. Biases are mostly not "
        "penalized.",
    ),
    "l1": Note(
        "Where few inputs matter: the other weights end at zero.",
        "Among alike inputs, of which it takes one by chance; a plain gradient step only hovers around zero.",
        r"$\lambda$ or $\lambda/m$; a half has no use here.",
    ),
    "elastic": Note("Where inputs come in alike groups.", "To be tuned easily: two numbers."),
    "activity": Note("Where few units should answer at a time.", "With units that die anyhow."),
}
AUGMENTATION: Mapping[str, Note] = {
    "jitter": Note(
        "With few examples: for small noise it acts as a penalty of slopes.",
        "Where the border between classes is finer than the noise.",
    ),
    "rotate": Note("Where a turned example is still of its class.", "Where direction tells classes apart: 6 and 9."),
    "stretch": Note("Where size does not tell the class.", "Where it does."),
}
WRAPPER: Mapping[str, Note] = {
    "cautious": Note("With momentum that overshoots.", "To be free of cost where signs are noise."),
    "decoupled": Note(
        "With adaptive rules: decay as strong for all weights.",
        "To mean the same everywhere: see its two forms.",
        "Torch and optax multiply it by the rate, the paper by the schedule alone.",
    ),
    "gradnoise": Note("Out of poor starts and flat saddles in deep networks.", "In short runs: it only slows."),
    "clip": Note(
        "Before cliffs, as of recurrent networks.",
        "With a threshold below usual gradients: the rate is another one then.",
        "By norm the direction stays. One lecture cuts only above, so that large negative gradients pass.",
    ),
    "stale": Note(
        "To see what machines do that do not wait for each other.",
        "With large rates: a late gradient is unstable sooner.",
    ),
    "sam": Note("Where flat minima generalize better.", "Where time counts: two gradients a step."),
    "lookahead": Note(
        "With rules that jump about: their steps are averaged.",
        "With careful rules, which it slows.",
        "One package moves the slow point after the first step, too.",
    ),
}
