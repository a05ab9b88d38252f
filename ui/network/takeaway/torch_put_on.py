"""What is put on a rule, as text for torch, each a function of its own."""

from __future__ import annotations

from collections.abc import Mapping

from optimizers.wrappers.stale import LATEST
from ui.network.takeaway.torch_techniques import Text

# Around a step, which takes gradients, how to find others at places beside, and the update.
PUT_ON: Mapping[str, Text] = {
    "clip.norm": Text(
        "clip_norm",
        '''\
def clip_norm(step, p, at):
    """Gradients of a length of at most so much."""
    return lambda grads, slopes, update: step(resized(grads, at) if length(grads) > at else grads, slopes, update)''',
    ),
    "clip.value": Text(
        "clip_value",
        '''\
def clip_value(step, p, at):
    """Gradients with no coordinate beyond so much."""
    return lambda grads, slopes, update: step([g.clamp(-at, at) for g in grads], slopes, update)''',
    ),
    "clip.one_side": Text(
        "clip_one_side",
        '''\
def clip_one_side(step, p, at):
    """Gradients with no coordinate above so much."""
    return lambda grads, slopes, update: step([g.clamp(max=at) for g in grads], slopes, update)''',
    ),
    "gradnoise": Text(
        "gradient_noise",
        '''\
def gradient_noise(step, names, eta, gamma):
    """Gradients with normal noise, less with every update."""

    def noisy(grads, slopes, update):
        size = eta**0.5 * (1 + update.t) ** (-gamma / 2)
        drawn = [update.draw(f"gradnoise/{name}", g.shape, torch.randn) for name, g in zip(names, grads)]
        step([g + size * noise for g, noise in zip(grads, drawn)], slopes, update)

    return noisy''',
    ),
    "stale": Text(
        "stale",
        f'''\
def stale(step, p, delay):
    """Gradients of so many updates ago."""
    past = []

    def late(grads, slopes, update):
        past.append(grads)
        step(past[-1 - min(delay(update), len(past) - 1)], slopes, update)
        del past[:-{LATEST}]

    return late''',
    ),
    "sam": Text(
        "sam",
        '''\
def sam(step, p, rho):
    """The gradient at the worst point nearby."""
    return lambda grads, slopes, update: step(slopes(resized(grads, rho, 1e-12)), slopes, update)''',
    ),
    "decoupled": Text(
        "decoupled",
        '''\
def decoupled(step, p, share):
    """A share is taken off the parameters beside each step."""

    def decayed(grads, slopes, update):
        decay = [share(update.t) * value for value in copied(p)]
        step(grads, slopes, update)
        torch._foreach_sub_(p, decay)

    return decayed''',
    ),
    "cautious": Text(
        "cautious",
        '''\
def cautious(step, p, decay, form):
    """Of each step what goes downhill, lengthened for what is left out."""

    def downhill(grads, slopes, update):
        before = copied(p)
        step(grads, slopes, update)
        for value, old, g in zip(p, before, grads):
            moved = value - old
            kept = (moved * g < 0).float()
            scale = 1 / kept.mean().clamp(min=1e-3) if form == "mean" else kept.numel() / (kept.sum() + 1)
            value.copy_(old + moved * kept * scale - decay * old)

    return downhill''',
    ),
    "lookahead": Text(
        "lookahead",
        '''\
def lookahead(step, p, k, alpha, early):
    """After every k steps a part of the way back to where they began; early: after the first one, too."""
    slow = copied(p)

    def back(grads, slopes, update):
        step(grads, slopes, update)
        if early and update.t == 0:
            slow[:] = copied(p)
        if (update.t + (not early)) % k == 0:
            slow[:] = [s + alpha * (value - s) for s, value in zip(slow, p)]
            for value, s in zip(p, slow):
                value.copy_(s)

    return back''',
    ),
}
SHARED = '''\
def length(values):
    """Of several arrays as one."""
    return torch.sqrt(sum((v**2).sum() for v in values))


def resized(values, size, margin=0.0):
    """Several arrays, as one of such a length."""
    now = length(values)
    return [v * (size / (now + margin)) for v in values] if now > 0 else values


def copied(values):
    """Copies of what learns."""
    return [v.detach().clone() for v in values]'''
