"""When activations, initializations, losses, schedules and pre-processing shine and fail, and where forms differ."""

from __future__ import annotations

from collections.abc import Mapping

from optimizers.notes import Note

ACTIVATION: Mapping[str, Note] = {
    "identity": Note(
        "At the output of a regression, and where theory asks for a linear network.",
        "In hidden layers: however many there are, one linear layer can do the same.",
    ),
    "sigmoid": Note(
        "As the output for two classes: a probability.",
        "In hidden layers: its slope is at most 1/4 and vanishes at both ends, and as all outputs are positive, all "
        "weights of a unit of the next layer move up together or down together.",
    ),
    "tanh": Note(
        "In small networks and wherever outputs must be bounded: zero-centred, with slope 1 at 0.",
        "In deep networks: it saturates at both ends, where gradients vanish.",
        "Torch's gain is 5/3, so that a layer's spread settles near a fixed value; others take 1.",
    ),
    "relu": Note(
        "In deep networks: its slope does not shrink where the unit is on, and it costs next to nothing.",
        "Where units die: one that is off for every example has no gradient and stays off. Outputs are not "
        "zero-centred.",
        "The slope at exactly 0 is taken as 0 by most libraries. Sixfold speed over tanh was measured on one "
        "convolutional network; small networks gain far less.",
    ),
    "leaky_relu": Note(
        "Where ReLUs die: a unit that is off still learns, slowly.",
        "To help much where few units die; the slope is one more number to choose.",
        "The slope is 0.01 here and in torch; Keras has 0.3, others 0.2.",
    ),
    "prelu": Note(
        "With enough examples: the slope below zero fits the layer.",
        "With few examples, where more numbers to learn overfit; weight decay pulls the slopes to ReLU.",
        r"Printed as $\max(a z, z)$, which is right only for $a \le 1$. Here each unit has a slope; torch has one for "
        "a whole layer unless told otherwise.",
    ),
    "elu": Note(
        "Where means should stay near zero without a normalization, and units must not die.",
        "Where speed counts: it takes an exponential; below −3 it saturates.",
    ),
    "selu": Note(
        "In deep plain networks with LeCun initialization: means and variances are drawn to 0 and 1 by themselves.",
        "With other initializations, with ordinary dropout, or with skip connections: the fixed point is lost.",
        "Ordinary dropout breaks it; its authors use alpha dropout.",
    ),
    "frelu": Note(
        "Where ReLU's positive mean slows learning: the shift lets outputs be negative.",
        "To save dying units: the slope where a unit is off is still zero.",
    ),
    "gelu": Note(
        "In transformers, where it is usual; smooth, and with a small dip below zero.",
        "Where speed counts; in small networks it is close to ReLU.",
        r"Exact here; many libraries use the form with tanh, which is off by up to about $5 \cdot 10^{-4}$.",
    ),
    "silu": Note(
        "In deep networks, as a smooth ReLU with a dip below zero.",
        "To differ much from GELU in small networks.",
        r"Swish has a number in it, $z\, \sigma(\beta z)$, which may be learned; SiLU is $\beta = 1$.",
    ),
    "softplus": Note(
        "Where an output must be positive, as a variance, or a second derivative is needed.",
        "In hidden layers: all outputs are positive and it is slower than ReLU.",
    ),
    "sine": Note(
        "For networks that stand for a signal or an image, where fine detail counts.",
        "With usual initializations and long training on noisy data: it fits the noise.",
        "Its authors multiply the input of the first layer by 30; here that is left to the initialization.",
    ),
}
BIPOLAR = Note(
    "In deep networks without normalization: the mean of a layer starts at zero, as that of a zero-centred function.",
    "To help where a normalization centres the signals anyhow.",
)
INIT: Mapping[str, Note] = {
    "constant": Note(
        "As a warning.",
        "Always: equal units get equal gradients and stay equal, so a layer acts as one unit.",
    ),
    "zeros": Note(
        "For a last layer or for biases.",
        "For hidden layers: activations are 0, and no gradient passes.",
    ),
    "normal": Note(
        "For shallow networks of known width.",
        "In deep ones: with 0.01 signals vanish layer by layer, with 1 they saturate tanh and explode backward.",
        "One lecture says that with 1 all gradients are zero; at width 500 they grow 3.5 times a layer instead.",
    ),
    "uniform": Note(
        "For shallow networks of known width.",
        "In deep ones, as the normal one of the same deviation: half-width $r$ has deviation $r / \\sqrt{3}$.",
    ),
    "lecun": Note(
        "For tanh near its linear part, and for SELU.",
        "For ReLU, which halves the square of a signal in every layer.",
        "Uniform in the paper; libraries have a uniform and a normal form.",
    ),
    "glorot": Note(
        "For tanh and sigmoid: neither signals nor gradients change fast from layer to layer.",
        "For ReLU in deep networks, where signals shrink by a root of two a layer.",
        r"Xavier is the author's first name. Some lectures and Caffe call $1 / \sqrt{\mathrm{fan_{in}}}$ Xavier: the "
        "two are the same only where a layer has as many units as the one before.",
    ),
    "deck": Note(
        "For tanh layers of equal width, where it equals Glorot's.",
        "For ReLU; and where widths differ, the name Xavier misleads.",
        "Here it has its own name, so that links say which of the two is meant.",
    ),
    "he": Note(
        "For ReLU and its relatives, at any depth.",
        "For tanh, which it drives into saturation sooner.",
        r"One lecture draws from `rand`, evenly from 0 to 1, in the place of `randn`: all weights are positive, and "
        "signals explode.",
    ),
    "rand": Note(
        "Nowhere: it stands here to be seen failing beside He's.",
        "All weights are positive, so that each layer multiplies the mean by about half the root of twice its width.",
        "A misprint of `randn`, which has mean 0.",
    ),
    "orthogonal": Note(
        "In deep linear networks, where learning takes a time that does not depend on depth, and in recurrent ones.",
        "To keep lengths once a nonlinearity stands between; it costs a QR decomposition.",
    ),
    "random_walk": Note(
        "In deep narrow networks: the logarithm of the gradient's length has no drift.",
        "To lessen how far it wanders: only its mean is mended, not its spread.",
    ),
    "lsuv": Note(
        "Where no formula for the gain is known: spreads are measured, not derived.",
        "With few or odd examples, whose spread is not that of the data.",
        "The paper repeats until the variance is within a tolerance, and does not centre.",
    ),
    "data_dependent": Note(
        "Where inputs are far from standardized: each unit begins with mean 0 and variance 1.",
        "With few examples; and gradients may still be uneven between layers, which the paper's second part mends.",
    ),
    "identity": Note(
        "To show what depth does: a factor to the power of the number of layers.",
        "In practice, but near 1 in recurrent networks.",
    ),
}
LOSS: Mapping[str, Note] = {
    "bce": Note(
        "For two classes: the gradient at the output is just $p - y$, large where the answer is sure and wrong.",
        "With wrong labels, on which it insists without bound.",
        r"Libraries take it from $z$, as here, or from $p$, where a logarithm of 0 must be cut off.",
    ),
    "softmax": Note(
        "For any number of classes: the gradient at the outputs is $p - y$.",
        "Where several classes are right at once; and with wrong labels.",
        "The largest output is taken off first, so that no exponential overflows.",
    ),
    "l2": Note(
        "To show what a flat loss does, and where a bounded loss must bear wrong labels.",
        "Where the answer is sure and wrong: the slope of the sigmoid stops learning there.",
        "Half the square here; some lectures leave the half out.",
    ),
    "mse": Note(
        "For numbers with normal noise.",
        "With outliers, whose pull grows with their distance.",
        "Libraries' mean squared error is twice this, so their rate is half.",
    ),
    "huber": Note(
        "For numbers with outliers.",
        "To be free of a choice: where square turns to straight, here 1, is in units of the target.",
        "Torch's SmoothL1Loss is this divided by that threshold.",
    ),
}
SCHEDULE: Mapping[str, Note] = {
    "inverse": Note(
        "With noisy gradients: rates whose sum is infinite and whose squares' sum is not lead to the minimum.",
        "In practice, where it falls fast at first and then hardly.",
        "Lectures count epochs from 1; libraries count steps or epochs from 0.",
    ),
    "exponential": Note(
        "For runs whose length is known.",
        "In long runs: the sum of the rates is finite, so that it may stop short of the minimum.",
        "Lectures count epochs from 1, libraries from 0.",
    ),
    "inverse_root": Note(
        "In convex problems seen once, where it is the rate of the proofs.",
        "Near a minimum without noise, where a constant rate is faster.",
    ),
    "inverse_root_epoch": Note(
        "As $k / \\sqrt{t}$, but constant within an epoch.",
        "In short runs of few epochs, where it hardly falls.",
    ),
    "staircase": Note(
        "With momentum on images: each drop lowers the noise, and with it the loss, at once.",
        "Where nobody knows when to drop.",
    ),
    "manual": Note("For one run that somebody watches.", "For comparisons: another seed needs another hand."),
    "plateau": Note(
        "Where the length of a run is not known.",
        "With noisy losses, which rise and fall without meaning.",
        "It looks at the loss of the step here; libraries are mostly given that of validation.",
    ),
    "warm_up": Note(
        "For adaptive rules, whose first steps rest on few gradients, and for large batches.",
        "To help plain descent with small rates.",
    ),
    "cosine": Note(
        "For runs whose length is known: long at a high rate, then gently to the end.",
        "Where training is cut short: most of its gain comes at the end.",
    ),
    "restarts": Note(
        "To have good weights before each restart, and to leave poor basins.",
        "Right after a restart, when the loss jumps up.",
    ),
    "one_cycle": Note(
        "For short runs with large rates.",
        "With rates near the limit of stability, at its top.",
        "Its authors move momentum against the rate; here the rate alone moves, unless momentum has its own schedule.",
    ),
}
PUBLISHED: Mapping[str, str] = {  # schedules
    "inverse": "Bottou, Curtis and Nocedal 2018, arXiv:1606.04838, section 4; by epochs in lectures",
    "exponential": "Lectures; as in libraries, whose epochs count from 0",
    "inverse_root": "Zinkevich 2003, Online convex programming and generalized infinitesimal gradient ascent",
    "inverse_root_epoch": "Lectures; after Zinkevich 2003",
    "staircase": "He and others 2016, Deep residual learning, arXiv:1512.03385, where the factor is 0.1",
    "manual": "Lectures: a rate changed by hand while the loss is watched",
    "plateau": "He and others 2016, Deep residual learning, arXiv:1512.03385; rule as in optax, words of torch",
    "warm_up": "Goyal and others 2017, Accurate, large minibatch SGD, arXiv:1706.02677",
    "cosine": "Loshchilov and Hutter 2017, SGDR, arXiv:1608.03983",
    "restarts": "Loshchilov and Hutter 2017, SGDR, arXiv:1608.03983",
    "one_cycle": "Smith and Topin 2018, Super-convergence, arXiv:1708.07120",
}
PREP: Mapping[str, Note] = {
    "centred": Note("Where inputs have large means: a valley becomes less narrow.", "To mend unequal scales."),
    "standard": Note(
        "Nearly always for measured numbers: one rate suits all weights.",
        "On inputs that are nearly constant, whose noise it blows up.",
        "Mean and deviation are those of the training part alone.",
    ),
    "minmax": Note("Where inputs must be bounded, as pixels.", "With outliers, which squeeze all others together."),
    "printed": Note(
        "As a warning.", "Always: scales stay as uneven, the other way round; the condition number is the same."
    ),
    "pca": Note(
        "To see what directions the data have, and to drop narrow ones.", "To equal their scales: that is whitening."
    ),
    "white": Note(
        "Where inputs are correlated: the loss of a linear unit becomes round.",
        "In directions that are all noise, which it makes as wide as the others.",
        "PCA whitening here; ZCA turns back to the axes of the inputs afterwards.",
    ),
}
