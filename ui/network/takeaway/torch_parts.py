"""The parts of a script for torch that are the same whatever is compared, as text."""

from training.network.model import MOMENTUM
from ui.network.takeaway import words

WANTED = '''\
def signs(z):
    """1 for even units and -1 for odd ones."""
    return 1.0 - 2.0 * (torch.arange(z.shape[1]) % 2)


def wanted(z, y):
    """The outputs that would be right."""
    return (y[:, None] if z.shape[1] == 1 else torch.arange(z.shape[1]) == y[:, None]).float()'''
ANSWERS = words.ANSWERS.format(more="update=None")
ANSWERS_MORE = '''\
def answers(network, params, x, update=None):
    """What each layer answers to inputs (examples, inputs); the last answers are the outputs.

    In training there is an ``update``, which draws what is left out or added.
    """
    found = []
    if update and network["noisein"]:
        x = x + network["noisein"] * update.draw("noisein", x.shape, torch.randn)
    for place, layer in enumerate(params, 1):
        w, last = layer["weights"], layer is params[-1]
        if update and network["noisew"]:
            w = w + network["noisew"] * update.draw(f"noisew/layer{place}", w.shape, torch.randn)
        if network["weights"] and not last:
            w = network["weights"](w, layer)
        z = (dropped(network, place, x, w, update) if network["dropout"] else x @ w) + layer["biases"]
        x = z if last else hidden(network, layer, z, update)
        found.append(x)
    return found


def dropped(network, place, x, w, update):
    """What a layer makes of its inputs and weights where some are left out, before its biases."""
    keep, mask = network["keep"] and network["keep"][place - 1], None
    if update and network["masks"]:
        shape = x.shape if network["masks"] == "inputs" else w.shape
        mask = update.mask(f"dropout/layer{place}", shape, keep)
    elif update:
        mask = update.draw(f"dropout/layer{place}", (len(x), w.shape[1]), torch.randn)
    return network["dropout"](x, w, keep, mask)


def hidden(network, layer, z, update):
    """What a hidden layer makes of its sums, normalized before or after the activation."""
    u = network["activation"](z, layer) if network["after"] else z
    if network["norm"]:
        u = layer["gamma"] * network["norm"](u, layer, update) + layer["beta"]
    return u if network["after"] else network["activation"](u, layer)'''
OBJECTIVE = '''\
def objective(network, params, x, y, update=None):
    """What training makes small: the mean of the losses of the examples, or their sum, with the penalty."""
    *hidden, z = answers(network, params, x, update)
    losses = network["loss"](z, y)
    total = losses.mean() if network["total"] == "mean" else losses.sum()
    if network["penalty"] is None:
        return total
    return total + network["penalty"](params, [answer / len(x) for answer in hidden])'''
LEARN = '''\
def learn(name, network):
    """Where the runner stands after training."""
    x, y = read(f"{network['data']}/train")
    rows, sizes = (FILE[f"{network['batches']}/{part}"] for part in ("rows", "sizes"))
    params = first(network["initial"], lambda values: array(values).requires_grad_())
    rule = network["rule"]([values for layer in params for values in layer.values()])
    for t in range(GRADIENTS):
        seen = torch.from_numpy(rows[t, : sizes[t]].astype(np.int64))
        for group in rule.param_groups:
            if network["rates"] is not None:
                group["lr"] = network.get("factor", 1.0) * float(network["rates"][t])

        def closure():
            rule.zero_grad()
            loss = objective(network, params, x[seen], y[seen])
            loss.backward()
            return loss

        rule.step(closure)
    stands = network.get("stands", lambda rule, p: p)
    with torch.no_grad():
        return [{word: stands(rule, p).detach() for word, p in layer.items()} for layer in params]'''
PLAIN = '''\
def plain(rule, p):
    """The step of a rule, of the gradients that it is given."""

    def step(grads, slopes, update):
        for value, grad in zip(p, grads):
            value.grad = grad
        rule.step(lambda: 0.0)

    return step'''
LEARN_MORE = '''\
@torch.no_grad()
def learn(name, network):
    """Where the runner stands after training."""
    torch.manual_seed(0)
    x, y = read(f"{network['data']}/train")
    rows, sizes = (FILE[f"{network['batches']}/{part}"] for part in ("rows", "sizes"))
    kept = [file for file in FILE.files if network["draws"] and file.startswith(network["draws"] + "/")]
    draws = {file.partition("/")[2]: torch.from_numpy(FILE[file]) for file in kept}
    params = first(network["initial"], array)
    learned = {
        f"layer{place}/{word}": values.requires_grad_()
        for place, layer in enumerate(params, 1)
        for word, values in layer.items()
        if word not in network["remembers"]
    }
    p = [*learned.values()]
    rule = network["rule"](p)
    step = network.get("put_on", lambda step, p, names: step)(plain(rule, p), p, [*learned])
    stands = network.get("stands", lambda rule, p: p)

    def standing():
        """All arrays of the layers, as the method stands."""
        return [
            {
                word: (values if word in network["remembers"] else stands(rule, values)).detach().clone()
                for word, values in layer.items()
            }
            for layer in params
        ]

    gradients, stopping = network.get("gradients", 1), Stopping(network)
    for t in range(GRADIENTS // gradients):
        if stopping.ends(t, gradients, standing):
            return stopping.kept
        seen, update = torch.from_numpy(rows[t, : sizes[t]].astype(np.int64)), Update(t, draws)
        for group in rule.param_groups:
            if network["rates"] is not None:
                group["lr"] = network.get("factor", 1.0) * float(network["rates"][t])
        inputs = network["augment"](x[seen], update) if network["augment"] else x[seen]

        def slopes(moves=None):
            """The gradients where the parameters are, or so far beside."""
            held = [value.clone() for value in p]
            for value, move in zip(p, moves or ()):
                value += move
            with torch.enable_grad():
                loss = objective(network, params, inputs, y[seen], update)
                found = torch.autograd.grad(loss, p, allow_unused=True, materialize_grads=True)
            for value, old in zip(p, held):
                value.copy_(old)
            update.first = False
            return [*found]

        step(slopes(), slopes, update)
    stopping.ends(GRADIENTS // gradients, gradients, standing, last=True)
    return stopping.kept or standing()'''
STOPPING = '''\
class Stopping:
    """Early stopping: where the validation loss has not been lower for as many gradients as the patience.

    The best weights are kept then, or at the end.
    """

    def __init__(self, network):
        self.network, self.best, self.since, self.kept = network, float("inf"), 0, None

    def ends(self, t, gradients, standing, last=False):
        """Whether training stops after t updates; the loss is looked at every so many, and at the end."""
        if self.network["patience"] is None or (t % self.network["every"] and not last):
            return False
        loss = float(judged(self.network, standing())["validation loss"])
        if self.kept is None or loss < self.best:
            self.best, self.since, self.kept = loss if loss < self.best else self.best, t, standing()
        return (t - self.since) * gradients >= self.network["patience"]'''
UPDATE = f'''\
def even(shape):
    """Numbers drawn evenly from -1 to 1."""
    return 2 * torch.rand(shape) - 1


class Update:
    """What an update draws, the same for all its gradients, and remembers for the test."""

    def __init__(self, t, draws):
        self.t, self.draws, self.made, self.first = t, draws, {{}}, True

    def draw(self, what, shape, make):
        """What the app drew; where that is not in the file, what is drawn here."""
        known = self.draws.get(what)
        if known is not None:
            return known[self.t][: shape[0]].float()
        if what not in self.made:
            self.made[what] = make(shape)
        return self.made[what]

    def mask(self, what, shape, keep):
        """1 where something stays, which it does with the probability keep."""
        return self.draw(what, shape, lambda shape: torch.bernoulli(torch.full(shape, keep)))

    def remember(self, layer, **seen):
        """Running averages of what layers see of the examples, where an update takes its first gradient."""
        for name, value in seen.items() if self.first else ():
            layer[name].copy_({MOMENTUM} * layer[name] + {1 - MOMENTUM:.1f} * value.detach())'''
