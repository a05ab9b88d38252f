r"""NovoGrad divides each layer's gradient by a running mean of its length, then averages what is left.

$$
\begin{aligned}
v_t &= \beta_2 v_{t-1} + (1 - \beta_2) \lVert g_t \rVert^2, \qquad v_1 = \lVert g_1 \rVert^2 \\
m_t &= \beta_1 m_{t-1} + g_t / (\sqrt{v_t} + \epsilon), \qquad m_1 = g_1 / (\sqrt{v_1} + \epsilon) \\
\theta_t &= \theta_{t-1} - \alpha\, m_t
\end{aligned}
$$

**Shines** with large batches: one number a layer instead of one a weight, so half of Adam's memory.
**Fails** to help where the coordinates of one layer have different scales: on a surface it is momentum on a gradient
of about length 1.

**Forms.** This is optax's own function, registered as it is: any optimizer of optax enters the app this way.

Source: Ginsburg and others, Stochastic gradient methods with layer-wise adaptive moments, 2019, arXiv:1905.11286.
"""

import optax

from optimizers.base import decay, eps, from_optax, lr

SPEC = from_optax(
    optax.novograd,
    lr(0.01),
    decay("b1", "First-moment decay", r"\beta_1", 0.9, (0.0, 0.99), momentum=True),
    decay("b2", "Second-moment decay", r"\beta_2", 0.25, (0.0, 0.999)),
    eps(1e-6),
    name="novograd",
    label="NovoGrad",
    family="From optax",
    summary="Divides each layer's gradient by a running mean of its length, then averages what is left.",
    source="Ginsburg and others 2019, arXiv:1905.11286; code: optax.novograd",
    module=__name__,
)
