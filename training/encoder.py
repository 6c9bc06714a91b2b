"""A BERT encoder with two heads per axis, in PyTorch, named as the base's weights are.

Its last layer is computed for the first piece alone: the heads read that and the mean of the layer
below, so that the last layer costs a sixth of the others.
"""

from typing import ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, INNER, N_HEADS, MOST_PIECES, N_TYPES = 384, 1536, 12, 512, 2
_EPSILON = 1e-12
_POOL_SIZE = 8_000_009


class Dropout(nn.Module):
    """Dropout whose masks are cut out of one pool: drawing fresh numbers costs more than a layer.

    Args:
        share: How much is dropped.
    """

    _pools: ClassVar[dict[tuple[float, torch.dtype], Tensor]] = {}

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, states: Tensor) -> Tensor:
        """Return the states with some of them 0 while training."""
        if not self.training:
            return states
        key = (self.share, states.dtype)
        if key not in self._pools:
            kept = torch.rand(_POOL_SIZE) >= self.share
            self._pools[key] = kept.to(states.dtype) / (1 - self.share)
        pool, size = self._pools[key], states.numel()
        start = int(torch.randint(0, len(pool) - size, (1,)))
        return states * pool[start : start + size].view(states.shape)


class Embeddings(nn.Module):
    """Vectors of the pieces and of their places."""

    def __init__(self, n_pieces: int) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(n_pieces, WIDTH)
        self.position_embeddings = nn.Embedding(MOST_PIECES, WIDTH)
        self.token_type_embeddings = nn.Embedding(N_TYPES, WIDTH)
        self.LayerNorm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.dropout = Dropout(0.1)

    def forward(self, pieces: Tensor) -> Tensor:
        """Return a vector per text and place."""
        places = self.position_embeddings.weight[: pieces.shape[1]]
        total = self.word_embeddings(pieces) + places + self.token_type_embeddings.weight[0]
        return self.dropout(self.LayerNorm(total))


class Attention(nn.Module):
    """Attention of all heads over the pieces that are there."""

    def __init__(self) -> None:
        super().__init__()
        self.self = nn.ModuleDict(
            {name: nn.Linear(WIDTH, WIDTH) for name in ("query", "key", "value")}
        )
        self.output = nn.ModuleDict(
            {"dense": nn.Linear(WIDTH, WIDTH), "LayerNorm": nn.LayerNorm(WIDTH, eps=_EPSILON)}
        )
        self.dropout = Dropout(0.1)

    def forward(self, asking: Tensor, states: Tensor, blocked: Tensor) -> Tensor:
        """Return the asking states after this part; ``blocked`` is far below 0 in the padding."""
        query = self._heads("query", asking)
        key, value = self._heads("key", states), self._heads("value", states)
        weights = query @ key.transpose(-1, -2) / (WIDTH // N_HEADS) ** 0.5 + blocked
        mixed = self.dropout(torch.softmax(weights, -1).to(value.dtype)) @ value
        merged = mixed.transpose(1, 2).reshape(asking.shape)
        return self.output["LayerNorm"](asking + self.dropout(self.output["dense"](merged)))

    def _heads(self, name: str, states: Tensor) -> Tensor:
        shape = (*states.shape[:2], N_HEADS, WIDTH // N_HEADS)
        return self.self[name](states).view(shape).transpose(1, 2)


class Layer(nn.Module):
    """Attention, then a wide layer."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = Attention()
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(WIDTH, INNER)})
        self.output = nn.ModuleDict(
            {"dense": nn.Linear(INNER, WIDTH), "LayerNorm": nn.LayerNorm(WIDTH, eps=_EPSILON)}
        )
        self.dropout = Dropout(0.1)

    def forward(self, asking: Tensor, states: Tensor, blocked: Tensor) -> Tensor:
        """Return the asking states after this part; ``blocked`` is far below 0 in the padding."""
        asking = self.attention(asking, states, blocked)
        wide = functional.gelu(self.intermediate["dense"](asking))
        return self.output["LayerNorm"](asking + self.dropout(self.output["dense"](wide)))


class StanceEncoder(nn.Module):
    """Gives per text and axis a value (-1..+1) and the chance that there is evidence at all."""

    def __init__(self, n_pieces: int, n_layers: int, n_axes: int) -> None:
        super().__init__()
        self.embeddings = Embeddings(n_pieces)
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(Layer() for _ in range(n_layers))})
        self.dropout = Dropout(0.15)
        self.values = nn.Linear(2 * WIDTH, n_axes)
        self.evidence = nn.Linear(2 * WIDTH, n_axes)

    def forward(self, pieces: Tensor, is_there: Tensor) -> tuple[Tensor, Tensor]:
        """Return values and logits of evidence, both text by axis.

        Args:
            pieces: Numbers of the pieces, text by place.
            is_there: 1.0 where there is a piece, 0.0 in the padding.
        """
        return self.heads(self.pooled(pieces, is_there))

    def pooled(self, pieces: Tensor, is_there: Tensor) -> Tensor:
        """Return the state of each text that the heads read: first piece, and mean of the rest."""
        blocked = (1.0 - is_there)[:, None, None, :] * -1e4
        states = self.embeddings(pieces)
        *lower, last = self.encoder["layer"]
        for layer in lower:
            states = layer(states, states, blocked)
        first = last(states[:, :1], states, blocked)[:, 0]
        mean = (states * is_there[:, :, None]).sum(1) / is_there.sum(1, keepdim=True)
        return torch.cat([first, mean], -1)

    def heads(self, pooled: Tensor) -> tuple[Tensor, Tensor]:
        """Return values and logits of evidence, both text by axis."""
        pooled = self.dropout(pooled)
        return torch.tanh(self.values(pooled)), self.evidence(pooled)
