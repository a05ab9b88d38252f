"""What lectures name that nothing runs of here: a text each, with its row in the inventory of the lectures."""

from __future__ import annotations

from locales import Words
from optimizers.notes import Note
from training.notes.card import Topic

GROUP: Words = "Named in lectures"


def _topic(name: str, title: str, sentence: str, more: str, source: str, page: str, query: str) -> Topic:
    return Topic(f"topic.{name}", GROUP, title, sentence, source, more=more, page=page, query=query)


TOPICS: dict[str, Topic] = {
    "A24": _topic(
        "guided_policy",
        "Learning to optimize by policy search",
        "A rule is learned as a policy: its state are recent losses and gradients, its action is the step.",
        "Guided policy search trains it on examples of one kind of problem. As a learned LSTM, it may fail on problems "
        "or lengths that it has not seen.",
        "Li and Malik 2016, Learning to optimize, arXiv:1606.01885",
        "race",
        "surface=bowl&a=lstm&b=adam",
    ),
    "A26": _topic(
        "second_moment",
        "Second order, and second moment",
        "Lectures call Adam and its relatives second-order methods: they use the second moment of the gradient, "
        "$E[g^2]$, not the second derivative.",
        "The root of a second moment has the unit of a gradient, a curvature has not: dividing by it gives steps of "
        "equal length, not Newton's. On a quadratic Newton's method needs one step.",
        "Kingma and Ba 2015, arXiv:1412.6980; Nocedal and Wright 2006, chapter 3",
        "race",
        "surface=ravine&a=adam&b=newton&c=rmsprop",
    ),
    "C5": _topic(
        "orthogonal_knobs",
        "One knob for one thing",
        "Each control should do one thing: first fit the training data, then close the gap to validation.",
        "For the first: a larger network, a better rule, longer training. For the second: more data, a penalty, "
        "dropout. Early stopping turns both at once, which is why some lectures advise against it.",
        "Ng, Machine learning yearning, 2018",
        "network",
        "data=moons&noise=0.4&examples=120&stop=patience",
    ),
    "C9": _topic(
        "checklist",
        "Setting up a problem",
        "Data, architecture, loss, rule, then numbers: decide in this order, and look at each before the next.",
        "Look at the data and split them. Choose layers, loss and initialization. Take a few examples and fit them "
        "fully. Search rates on a coarse grid, then a finer one, on held-out data. Train long, watch both losses, and "
        "only then touch the test part.",
        "Lectures; Karpathy 2019, A recipe for training neural networks",
        "search",
        "data=moons",
    ),
    "F14": _topic(
        "instance_norm",
        "Instance norm",
        "Each channel of each image gets mean 0 and variance 1 over its places.",
        "A layer of units has one number for an example and no places: minus its mean it is 0. So it is not offered "
        "here; group norm with few groups comes nearest.",
        "Ulyanov, Vedaldi and Lempitsky 2016, arXiv:1607.08022",
        "network",
        "a=adam&b=adam&b.norm=group",
    ),
    "G7": _topic(
        "error_backpropagation",
        "What is propagated backward",
        "Backward go derivatives of the loss, not errors.",
        r"The name error backpropagation comes from the half squared error of a linear output, whose derivative is the "
        r"error $z - y$ itself. With cross entropy behind a sigmoid or softmax it is $p - y$ again; with other pairs "
        "it is not.",
        "Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors",
        "network",
        "a=sgd",
    ),
    "G12": _topic(
        "derivatives",
        "A table of derivatives",
        r"$\frac{d}{dx} e^x = e^x$, $\frac{d}{dx} \frac1x = -\frac{1}{x^2}$, $\frac{d}{dx} a x = a$, "
        r"$\frac{d}{dx} (c + x) = 1$.",
        r"With the chain rule these four give the sigmoid's slope step by step: $\sigma'(z) = \sigma(z) (1 - "
        r"\sigma(z))$.",
        "Karpathy and others, CS231n, Backpropagation, intuitions",
        "network",
        "activation=sigmoid&a=adam",
    ),
    "H8": _topic(
        "underspecified",
        "Too few examples for their dimension",
        r"A function of 100 binary inputs has $2^{100} \approx 1.27 \cdot 10^{30}$ values, and no data set has more "
        "than a trace of them.",
        "What a network says elsewhere comes from its form and from how it was trained: smoothness, depth, penalties.",
        "Lectures on regularization; Bishop 2006, section 1.4",
        "network",
        "data=blobs&examples=20&a=adam",
    ),
    "H12": Topic(
        "topic.dropout_verdict",
        GROUP,
        "Dropout: for and against",
        "A cheap ensemble of networks that share their weights, for the price of slower training.",
        "Srivastava and others 2014, Journal of Machine Learning Research 15",
        note=Note(
            "Less overfitting, units that do not lean on each other, sparse activations, easy to add.",
            "Two or three times as many steps, a noisy training loss, one more number, little gain beside batch norm "
            "or with much data.",
        ),
        page="network",
        query="a=adam&b=adam&b.dropout=inverted",
    ),
    "H16": _topic(
        "zoneout",
        "Zoneout",
        "In a recurrent network units keep their value of the step before, by chance, instead of being set to 0.",
        "So gradients still pass through time. There is no recurrent network here; dropout is its nearest relative.",
        "Krueger and others 2017, arXiv:1606.01305",
        "network",
        "a=adam&b=adam&b.dropout=plain",
    ),
    "H20": _topic(
        "model_zoo",
        "Model zoos and features off the shelf",
        "Features of a network that was trained on many images serve other tasks, often with a linear layer on top.",
        "The less data there are, and the nearer the task, the fewer layers are trained anew.",
        "Donahue and others 2014, arXiv:1310.1531; Razavian and others 2014, arXiv:1403.6382",
        "network",
        "data=moons&turn=60&a=adam&b=adam&b.transfer=head",
    ),
    "I5": _topic(
        "panda_caviar",
        "Panda or caviar",
        "One model watched and nursed day by day, or many trained side by side: which one depends on the computer.",
        "Small networks are cheap: here a search trains many at once.",
        "Ng, Deep learning specialization, course 2, 2017",
        "search",
        "data=moons",
    ),
    "I6": _topic(
        "image_sets",
        "Image data sets of the lectures",
        "MNIST, CIFAR, ImageNet and cats are named in lectures; digits of 8 by 8 pixels stand for them here.",
        "They come with scikit-learn, so that nothing has to be fetched, and train in seconds.",
        "LeCun and others 1998; Krizhevsky 2009; Russakovsky and others 2015, arXiv:1409.0575",
        "network",
        "data=digits&a=adam",
    ),
    "I8": _topic(
        "deep_nets",
        "VGG and residual networks",
        "The deep image networks on which several rules were compared: 16 layers, or 18 to 50 with skip connections.",
        "A skip connection adds a layer's input to its output, so that gradients have a way past it. Comparisons on "
        "them need not hold for small networks: see for yourself.",
        "Simonyan and Zisserman 2015, arXiv:1409.1556; He and others 2016, arXiv:1512.03385; Zagoruyko and Komodakis "
        "2016, arXiv:1605.07146",
        "initialization",
        "init=he&activation=relu",
    ),
    "I9": _topic(
        "frameworks",
        "Frameworks",
        "Lectures list a dozen; this app is written in JAX, with optax's interface for optimizers.",
        "A framework differentiates a program: in one lecture, TensorFlow finds the minimum $w = 5$ of "
        "$w^2 - 10 w + 25$ by gradient descent. Optax code of a race is among the files to take away.",
        "Bradbury and others 2018, JAX; DeepMind 2020, optax",
        "race",
        "formula=(x-5)**2%2B0*y&x0=-1&x1=9&y0=-3&y1=3&x=0&y=0&a=sgd&a.lr=0.01",
    ),
}
