"""What training the teacher and the student share: losses, steps, batches, figures."""

import random
from collections.abc import Sequence

import numpy as np
import torch
from scipy.stats import spearmanr
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_

from training.examples import Example

WARM_UP, WEIGHT_DECAY = 0.1, 0.01
# Weight of each loss: the main axis three times, whether there is evidence half.
MAIN_WEIGHT, EVIDENCE_WEIGHT = 3.0, 0.5
_CHUNK = 16  # batches that are sorted by length together: less padding


def loss_of(
    values: Tensor,
    logits: Tensor,
    labels: Tensor,
    taught: tuple[Tensor, Tensor] | None = None,
    trust: Tensor | None = None,
) -> Tensor:
    """Return squared error where there is a label, and cross entropy of there being one.

    Args:
        values: What the model says, text by axis.
        logits: Of the chance of evidence.
        labels: NaN where there is no evidence.
        taught: Values and chances of the teacher.
        trust: Share of the teacher in the loss of each text, 0 (labels alone) .. 1.
    """
    is_labelled = ~labels.isnan()
    error = functional.mse_loss(values, labels.nan_to_num(), reduction="none") * is_labelled
    # on the main axis every statement has a label: one of 0 is no evidence there
    is_evidence = (is_labelled & (labels.nan_to_num() != 0)).float()
    each = _joined(error, logits, is_evidence)
    if taught is None or trust is None:
        return each.mean()
    said, chances = taught
    counted = torch.cat([torch.ones(len(said), 1), chances[:, 1:]], 1)
    copied = functional.mse_loss(values, said, reduction="none") * counted
    return ((1 - trust) * each + trust * _joined(copied, logits, chances)).mean()


def _joined(error: Tensor, logits: Tensor, is_evidence: Tensor) -> Tensor:
    weights = torch.ones(error.shape[1])
    weights[0] = MAIN_WEIGHT
    entropy = functional.binary_cross_entropy_with_logits(logits, is_evidence, reduction="none")
    return (error * weights).sum(1) + EVIDENCE_WEIGHT * entropy.sum(1)


class Stepper:
    """Takes optimisation steps with a rate that warms up, stays, and falls to nothing.

    Args:
        model: With heads named ``values`` and ``evidence``, which learn faster.
        rates: Highest learning rate of the body and of the heads.
        n_steps: How many steps there will be.
        falls_from: Share of the steps after which the rate falls.
        beside: Learns as fast as the heads.
    """

    def __init__(
        self,
        model: nn.Module,
        rates: tuple[float, float],
        n_steps: int,
        falls_from: float = WARM_UP,
        beside: nn.Module | None = None,
    ) -> None:
        heads, body = list(beside.parameters() if beside else ()), list[nn.Parameter]()
        words = list[nn.Parameter]()
        for name, weight in model.named_parameters():
            if weight.requires_grad:
                is_head = name.startswith(("values.", "evidence."))
                (heads if is_head else words if "word_embeddings" in name else body).append(weight)
        self._weights = [*body, *words, *heads]
        groups = [
            {"params": body, "lr": rates[0]},
            {"params": heads, "lr": rates[1]},
            # the vector of a word that is not read stays as it is
            {"params": words, "lr": rates[0], "weight_decay": 0.0},
        ]
        self._optimizer = torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY, fused=True)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer,
            lambda n: min(
                1.0, (n + 1) / (n_steps * WARM_UP), (n_steps - n) / n_steps / (1 - falls_from)
            ),
        )

    def step(self, loss: Tensor) -> float:
        """Follow the gradient of a loss and return it."""
        self._optimizer.zero_grad()
        loss.backward()
        clip_grad_norm_(self._weights, 1.0)
        self._optimizer.step()
        self._schedule.step()
        return loss.item()

    @staticmethod
    def batches(lengths: Sequence[int], size: int, chance: random.Random) -> list[list[int]]:
        """Return batches of numbers of texts in random order, like lengths together."""
        order = list(range(len(lengths)))
        chance.shuffle(order)
        found = list[list[int]]()
        for first in range(0, len(order), _CHUNK * size):
            part = sorted(order[first : first + _CHUNK * size], key=lambda n: lengths[n])
            found += [part[n : n + size] for n in range(0, len(part), size)]
        chance.shuffle(found)
        return found[: len(lengths) // size]


def figures_line(examples: Sequence[Example], values: np.ndarray, chances: np.ndarray) -> str:
    """Return Spearman per axis, no evidence counted as 0, and the share of signs right."""
    labels = np.nan_to_num(np.array([e.labels for e in examples]))
    expected = values * chances
    ranks = [spearmanr(labels[:, n], expected[:, n]).statistic for n in range(labels.shape[1])]
    signed = labels[:, 0] != 0
    right = (np.sign(expected[signed, 0]) == np.sign(labels[signed, 0])).mean()
    return "  ".join(f"{rank:.3f}" for rank in ranks) + f"  sign {right:.3f}"
