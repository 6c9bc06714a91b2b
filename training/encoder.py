"""A BERT encoder with one head per axis, in PyTorch, named as the base's weights are."""

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, INNER, N_HEADS, MOST_PIECES, N_TYPES = 384, 1536, 12, 512, 2
_EPSILON = 1e-12


class Embeddings(nn.Module):
    """Vectors of the pieces and of their places."""

    def __init__(self, n_pieces: int) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(n_pieces, WIDTH)
        self.position_embeddings = nn.Embedding(MOST_PIECES, WIDTH)
        self.token_type_embeddings = nn.Embedding(N_TYPES, WIDTH)
        self.LayerNorm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.dropout = nn.Dropout(0.1)

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
        self.dropout = nn.Dropout(0.1)

    def forward(self, states: Tensor, blocked: Tensor) -> Tensor:
        """Return the states after this part; ``blocked`` is far below 0 in the padding."""
        shape = (states.shape[0], states.shape[1], N_HEADS, WIDTH // N_HEADS)
        query, key, value = (
            self.self[name](states).view(shape).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        weights = query @ key.transpose(-1, -2) / (WIDTH // N_HEADS) ** 0.5 + blocked
        mixed = self.dropout(torch.softmax(weights, -1)) @ value
        merged = mixed.transpose(1, 2).reshape(states.shape)
        return self.output["LayerNorm"](states + self.dropout(self.output["dense"](merged)))


class Layer(nn.Module):
    """Attention, then a wide layer."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = Attention()
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(WIDTH, INNER)})
        self.output = nn.ModuleDict(
            {"dense": nn.Linear(INNER, WIDTH), "LayerNorm": nn.LayerNorm(WIDTH, eps=_EPSILON)}
        )
        self.dropout = nn.Dropout(0.1)

    def forward(self, states: Tensor, blocked: Tensor) -> Tensor:
        """Return the states after this part; ``blocked`` is far below 0 in the padding."""
        states = self.attention(states, blocked)
        wide = functional.gelu(self.intermediate["dense"](states))
        return self.output["LayerNorm"](states + self.dropout(self.output["dense"](wide)))


class StanceEncoder(nn.Module):
    """Gives per text and axis a value (-1..+1) and the chance that there is evidence at all."""

    def __init__(self, n_pieces: int, n_layers: int, n_axes: int) -> None:
        super().__init__()
        self.embeddings = Embeddings(n_pieces)
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(Layer() for _ in range(n_layers))})
        self.dropout = nn.Dropout(0.15)
        self.values = nn.Linear(2 * WIDTH, n_axes)
        self.evidence = nn.Linear(2 * WIDTH, n_axes)

    def forward(self, pieces: Tensor, is_there: Tensor) -> tuple[Tensor, Tensor]:
        """Return values and logits of evidence, both text by axis.

        Args:
            pieces: Numbers of the pieces, text by place.
            is_there: 1.0 where there is a piece, 0.0 in the padding.
        """
        blocked = (1.0 - is_there)[:, None, None, :] * -1e4
        states = self.embeddings(pieces)
        for layer in self.encoder["layer"]:
            states = layer(states, blocked)
        mean = (states * is_there[:, :, None]).sum(1) / is_there.sum(1, keepdim=True)
        pooled = self.dropout(torch.cat([states[:, 0], mean], -1))
        return torch.tanh(self.values(pooled)), self.evidence(pooled)
