"""A table that a lecture prints and that cannot be measured here: AdaNorm on image data sets, and what it improves.

Source: Dubey, Singh and Chaudhuri, AdaNorm: adaptive gradient norm correction based optimizer for CNNs, 2023,
arXiv:2210.06364, table 1: accuracies in per cent, averages of three runs, γ = 0.95.
"""

from __future__ import annotations

RULES = ("Adam", "diffGrad", "RAdam", "AdaBelief")
Pair = tuple[float, float]  # without and with AdaNorm

ACCURACIES: dict[tuple[str, str], tuple[Pair, ...]] = {  # by data set and network, for each of RULES
    ("CIFAR-10", "VGG16"): ((92.55, 92.83), (92.76, 92.87), (92.94, 93.14), (92.71, 92.81)),
    ("CIFAR-10", "ResNet18"): ((93.54, 93.78), (93.49, 93.98), (93.82, 93.89), (93.63, 93.66)),
    ("CIFAR-10", "ResNet50"): ((93.83, 94.01), (93.81, 94.23), (94.14, 94.21), (94.10, 94.16)),
    ("CIFAR-100", "VGG16"): ((67.29, 69.15), (68.19, 68.31), (70.69, 70.77), (68.92, 69.24)),
    ("CIFAR-100", "ResNet18"): ((71.09, 73.11), (73.50, 73.64), (73.22, 73.34), (72.72, 73.31)),
    ("CIFAR-100", "ResNet50"): ((71.88, 75.53), (75.06, 75.49), (74.95, 75.39), (75.53, 75.49)),
    ("TinyImageNet", "VGG16"): ((41.93, 44.67), (42.91, 43.49), (43.84, 45.02), (44.23, 44.79)),
    ("TinyImageNet", "ResNet18"): ((47.73, 49.57), (49.34, 49.80), (48.73, 50.50), (49.25, 49.99)),
    ("TinyImageNet", "ResNet50"): ((48.98, 54.44), (51.32, 53.75), (51.63, 52.87), (53.57, 54.44)),
}


def improvement(pair: Pair) -> float:
    """By how many per cent of the accuracy without AdaNorm that with it is higher, as the table has it."""
    without, with_it = pair
    return 100 * (with_it - without) / without
