"""From the variants of the reference trajectories to the choices that reproduce them."""

from __future__ import annotations

from locales.formats import Value
from training.race.config import Choice, choice

_MOMENTUM = {"mom": "momentum"}

_LOOKAHEAD = {"mom": "beta", "k": "lookahead.k", "alpha": "lookahead.alpha"}
_NEWTON = {"tikhonov": "damping", "npd": "", "ls": "", "steps": ""}
_LBFGS = {"sip": "scaling", "ls": ""}

VARIANTS: dict[str, tuple[str, dict[str, Value], dict[str, str]]] = {
    # variant: (optimizer, options, names that differ; "" for what the optimizer and its options already say)
    "gd": ("sgd", {}, {}),
    "momentum_cs231n": ("momentum", {"convention": "lr_outside"}, {}),
    "momentum_cmu": ("momentum", {"convention": "lr_inside"}, {}),
    "momentum_ewma": ("momentum", {"convention": "ewma"}, {}),
    "momentum_ewma_bias_corrected": ("momentum", {"convention": "ewma_corrected"}, {}),
    "momentum_torch_dampening": ("momentum", {"convention": "dampened"}, {}),
    "nesterov_cmu": ("nesterov", {"form": "decks"}, {}),
    "nesterov_torch": ("nesterov", {"form": "torch"}, {}),
    "adagrad": ("adagrad", {"eps_mode": "outside"}, {"init": "initial"}),
    "adagrad_eps_inside": ("adagrad", {"eps_mode": "inside"}, {"init": "initial"}),
    "adadelta": ("adadelta", {}, {}),
    "rmsprop_eps_inside": ("rmsprop", {"eps_mode": "inside"}, {}),
    "rmsprop_eps_outside": ("rmsprop", {"eps_mode": "outside"}, {}),
    "rmsprop_bias_corrected_eps_inside": ("rmsprop", {"eps_mode": "inside", "bias_correction": "on"}, {}),
    "rmsprop_bias_corrected_eps_outside": ("rmsprop", {"eps_mode": "outside", "bias_correction": "on"}, {}),
    "rmsprop_tf_init1": ("rmsprop", {"eps_mode": "inside", "initial": 1.0}, {}),
    "rmsprop_momentum_centered_eps_inside": ("rmsprop", {"eps_mode": "inside"}, _MOMENTUM),
    "rmsprop_momentum_centered_eps_outside": ("rmsprop", {"eps_mode": "outside"}, _MOMENTUM),
    "adam": ("adam", {"eps_mode": "outside"}, {}),
    "adam_eps_inside": ("adam", {"eps_mode": "inside"}, {}),
    "adam_eps_hat": ("adam", {"eps_mode": "hat"}, {}),
    "adam_no_bias_correction": ("adam", {"bias_correction": "off"}, {}),
    "adamax": ("adamax", {"eps_form": "gradient"}, {}),
    "adamax_eps_added": ("adamax", {"eps_form": "maximum"}, {}),
    "adamw": ("adamw", {"decay": "decoupled"}, {}),
    "adam_l2": ("adamw", {"decay": "coupled"}, {}),
    "amsgrad": ("amsgrad", {"form": "torch"}, {}),
    "amsgrad_optax": ("amsgrad", {"form": "optax"}, {}),
    "amsgrad_paper": ("amsgrad", {"form": "paper"}, {}),
    "nadam_simple": ("nadam", {"form": "simple"}, {}),
    "nadamw": ("nadam", {"form": "simple"}, {}),
    "nadam_torch": ("nadam", {"form": "torch"}, {}),
    "nadam_keras": ("nadam", {"form": "keras"}, {}),
    "nadam_timm": ("nadam", {"form": "timm"}, {}),
    "radam_torch": ("radam", {"eps_mode": "hat", "below": "momentum", "threshold": 5.0}, {}),
    "radam_official_default": ("radam", {"eps_mode": "hat", "below": "skip", "threshold": 5.0}, {}),
    "radam_optax_thr5": ("radam", {"eps_mode": "outside", "below": "momentum", "threshold": 5.0}, {}),
    "radam_paper_thr4": ("radam", {"eps_mode": "outside", "below": "momentum", "threshold": 4.0}, {}),
    "adabelief": ("adabelief", {"rectify": "off"}, {}),
    "adabelief_rectified": ("adabelief", {"rectify": "on"}, {}),
    "yogi": ("yogi", {}, {"init": "initial"}),
    "adan": ("adan", {}, {}),
    "adopt_clipped": ("adopt", {"clipping": "on"}, {}),
    "adopt_unclipped": ("adopt", {"clipping": "off"}, {}),
    "mars_adamw": ("mars", {}, {}),
    "diffgrad": ("diffgrad", {"version": "fixed", "eps_mode": "hat"}, {}),
    "diffgrad_v1_bug": ("diffgrad", {"version": "first", "eps_mode": "hat"}, {}),
    "adaminject": ("adainject", {"base": "adam", "eps_mode": "hat"}, {}),
    "diffgradinject": ("adainject", {"base": "diffgrad", "eps_mode": "hat"}, {}),
    "radaminject": ("adainject", {"base": "radam", "eps_mode": "hat"}, {}),
    "adabeliefinject": ("adainject", {"base": "adabelief", "eps_mode": "outside"}, {}),
    "adamnorm_paper": ("adanorm", {"base": "adam", "eps_mode": "hat"}, {}),
    "adamnorm_official": ("adanorm", {"base": "adam", "eps_mode": "outside", "accumulate": "on"}, {}),
    "diffgradnorm": ("adanorm", {"base": "diffgrad", "eps_mode": "hat"}, {}),
    "radamnorm_paper": ("adanorm", {"base": "radam", "eps_mode": "hat"}, {}),
    "radamnorm_official": ("radam", {"eps_mode": "hat", "below": "momentum", "threshold": 5.0}, {}),
    "adabeliefnorm_official": ("adanorm", {"base": "adabelief", "residual": "lengthened"}, {}),
    "adabeliefnorm_kozistr": ("adanorm", {"base": "adabelief", "residual": "raw"}, {}),
    "adam_mc": ("centralization", {"base": "adam"}, {}),
    "radam_mc": ("centralization", {"base": "radam", "eps_mode": "hat"}, {}),
    "adabelief_mc": ("centralization", {"base": "adabelief"}, {}),
    "adam_mc_matrix": ("centralization", {"base": "adam"}, {}),
    "adam_gc_matrix": ("centralization", {"base": "adam", "centre": "gradient"}, {}),
    "aggmo": ("aggmo", {}, {}),
    "rprop_minus_torch": ("rprop", {"form": "irprop_minus"}, {}),
    "signsgd": ("signsgd", {}, {}),
    "signum": ("signum", {}, {}),
    "lion": ("lion", {}, {}),
    "lars_timm": ("lars", {"form": "paper"}, _MOMENTUM),
    "lars": ("lars", {"form": "optax"}, _MOMENTUM),
    "lamb": ("lamb", {}, {}),
    "adafactor_torch": ("adafactor", {"form": "torch"}, {}),
    "adafactor_optax": ("adafactor", {"form": "optax"}, {}),
    "adafactor_kozistr": ("adafactor", {"form": "kozistr"}, {}),
    "polyak": ("polyak", {}, {}),
    "schedulefree_sgd_x": ("schedulefree", {"base": "sgd"}, {}),
    "schedulefree_sgd_y": ("schedulefree", {"base": "sgd"}, {}),
    "schedulefree_adamw_x": ("schedulefree", {"base": "adamw"}, {"b1": "beta"}),
    "schedulefree_adamw_y": ("schedulefree", {"base": "adamw"}, {"b1": "beta"}),
    "prodigy": ("prodigy", {"bias_correction": "off"}, {}),
    "prodigy_bias_corrected": ("prodigy", {"bias_correction": "on"}, {}),
    "dadapt_adam": ("dadaptation", {"base": "adam", "bias_correction": "off"}, {}),
    "dadapt_adam_bias_corrected": ("dadaptation", {"base": "adam", "bias_correction": "on"}, {}),
    "dadapt_sgd": ("dadaptation", {"base": "sgd"}, _MOMENTUM),
    "dadapt_adagrad": ("dadaptation", {"base": "adagrad"}, _MOMENTUM),
    "cautious_adamw": ("adam", {"cautious": "mean"}, {}),
    "cautious_lion": ("lion", {"cautious": "mean"}, {}),
    "cautious_lion_sum1": ("lion", {"cautious": "sum"}, {}),
    "lookahead_sgd": ("momentum", {"lookahead": "late"}, _LOOKAHEAD),
    "lookahead_sgd_jettify": ("momentum", {"lookahead": "early"}, _LOOKAHEAD),
    "sam_sgd": ("momentum", {"sam": "on"}, {"mom": "beta", "rho": "sam.rho"}),
    "muon": ("muon", {"form": "torch", "rounds": "full"}, _MOMENTUM),
    "muon_optax": ("muon", {"form": "optax", "rounds": "full"}, _MOMENTUM),
    "muon_torch_bf16": ("muon", {"form": "torch", "rounds": "bfloat16"}, _MOMENTUM),
    "muon_kozistr": ("muon", {"form": "torch", "rounds": "bfloat16"}, _MOMENTUM),
    "shampoo": ("shampoo", {"form": "paper"}, {"mom": ""}),
    "shampoo_jettify": ("shampoo", {"form": "jettify"}, {"mom": ""}),
    "soap": ("soap", {}, {"p1d": ""}),
    "sophia_exact_diag": ("sophia", {"renewal": "after", "bias_correction": "on"}, {"clip": "clip_threshold"}),
    "sophia_kozistr_exact_diag": ("sophia", {"renewal": "before", "gamma": 1.0}, {"clip": "clip_threshold"}),
    "newton_lu": ("newton", {"indefinite": "solve"}, _NEWTON),
    "newton_tikhonov_gradfallback": ("newton", {"indefinite": "gradient"}, _NEWTON),
    "lbfgs_torch_fixed": ("lbfgs", {"form": "torch"}, _LBFGS),
    "newton_wolfe": ("newton", {"indefinite": "gradient", "search": "on"}, _NEWTON),
    "lbfgs_torch_wolfe": ("lbfgs", {"form": "wolfe"}, _LBFGS),
    "lbfgs_optax_fixed": ("lbfgs", {"form": "optax"}, _LBFGS),
    "lbfgs_optax_zoom": ("lbfgs", {"form": "zoom"}, _LBFGS),
    "lbfgs_jaxopt_zoom": ("lbfgs", {"form": "jaxopt"}, _LBFGS),
    "bfgs_scipy": ("bfgs", {}, {}),
    "cg_linear": ("cg", {"length": "parabola"}, {}),
    "ncg_jaxopt": ("cg", {"length": "zoom"}, {}),
    "ncg_prplus_scipy": ("cg", {"method": "polak_ribiere", "length": "scipy"}, {}),
    "gauss_newton": ("gaussnewton", {}, {"steps": ""}),
    "levenberg_marquardt_nielsen": ("levenberg", {"form": "nielsen"}, {"steps": ""}),
    "levenberg_marquardt_optimistix": ("levenberg", {"form": "trust"}, {"steps": ""}),
    "yellowfin_official": ("yellowfin", {}, {"win": "window", "clip": "clipping"}),
}


def choice_for(variant: str, hyper: dict) -> Choice:
    """The choice that follows the reference ``variant`` with its hyperparameters; KeyError where it is unknown."""
    optimizer, fixed, names = VARIANTS[variant]
    values = {names.get(name, name): _plain(value) for name, value in hyper.items()}
    values.pop("", None)
    if variant.startswith("cautious"):
        values["cautious.decay"] = values.get("lr", 0.0) * values.pop("wd", 0.0)
    if "betas" in values:
        values |= {f"beta{i}": beta for i, beta in enumerate(values.pop("betas"), start=1)}
        values["k"] = len(hyper["betas"])
    return choice(optimizer, **{**values, **fixed})


def _plain(value: object) -> Value:
    if isinstance(value, str):
        return value.replace("-", "_")
    return ("on" if value else "off") if isinstance(value, bool) else value
