"""The teacher: MPNet in PyTorch, named as the base's weights are, its lower half left as it is."""

import math
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from stance.scoring.model_pieces import WordPieces
from training.encoder import Dropout

WIDTH, N_HEADS, N_LAYERS, N_FROZEN = 768, 12, 12, 6
N_PIECES, N_PLACES, FIRST_PLACE, PADDING = 30527, 514, 2, 1
_N_DISTANCES, _FAR = 32, 128
_EPSILON = 1e-5
# MPNet's marks under the names that WordPieces looks for; BERT's own are not in use.
_RENAMED = {"<s>": "[CLS]", "</s>": "[SEP]", "[CLS]": "[unused]", "[SEP]": "[unused]"}


class Layer(nn.Module):
    """Attention, then a wide layer."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.ModuleDict(
            {
                "attn": nn.ModuleDict({name: nn.Linear(WIDTH, WIDTH) for name in "qkvo"}),
                "LayerNorm": nn.LayerNorm(WIDTH, eps=_EPSILON),
            }
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(WIDTH, 4 * WIDTH)})
        self.output = nn.ModuleDict(
            {"dense": nn.Linear(4 * WIDTH, WIDTH), "LayerNorm": nn.LayerNorm(WIDTH, eps=_EPSILON)}
        )
        self.dropout = Dropout(0.1)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Return the states after this layer; ``bias`` is added to what the heads look at."""
        parts = self.attention["attn"]
        shape = (*states.shape[:2], N_HEADS, WIDTH // N_HEADS)
        query, key, value = (parts[n](states).view(shape).transpose(1, 2) for n in "qkv")
        mixed = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=bias.to(query.dtype)
        )
        merged = self.dropout(parts["o"](mixed.transpose(1, 2).reshape(states.shape)))
        states = self.attention["LayerNorm"](states + merged)
        wide = functional.gelu(self.intermediate["dense"](states))
        return self.output["LayerNorm"](states + self.dropout(self.output["dense"](wide)))


class Teacher(nn.Module):
    """Gives per text and axis a value (-1..+1) and the chance that there is evidence at all."""

    def __init__(self, n_axes: int) -> None:
        super().__init__()
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": nn.Embedding(N_PIECES, WIDTH),
                "position_embeddings": nn.Embedding(N_PLACES, WIDTH),
                "LayerNorm": nn.LayerNorm(WIDTH, eps=_EPSILON),
            }
        )
        self.encoder = nn.ModuleDict(
            {
                "layer": nn.ModuleList(Layer() for _ in range(N_LAYERS)),
                "relative_attention_bias": nn.Embedding(_N_DISTANCES, N_HEADS),
            }
        )
        self.dropout = Dropout(0.1)
        self.values = nn.Linear(WIDTH, n_axes)
        self.evidence = nn.Linear(WIDTH, n_axes)

    def forward(self, pieces: Tensor, is_there: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return values and logits of evidence, text by axis, and the state that gave them."""
        pooled = self.pooled(self.lower(pieces, is_there), is_there)
        return *self.heads(pooled), pooled

    def lower(self, pieces: Tensor, is_there: Tensor) -> Tensor:
        """Return the states after the layers that are not trained."""
        end = FIRST_PLACE + pieces.shape[1]
        places = self.embeddings["position_embeddings"].weight[FIRST_PLACE:end]
        states = self.embeddings["word_embeddings"](pieces) + places
        states = self.dropout(self.embeddings["LayerNorm"](states))
        bias = self._bias(is_there)
        for layer in self.encoder["layer"][:N_FROZEN]:
            states = layer(states, bias)
        return states

    def pooled(self, states: Tensor, is_there: Tensor) -> Tensor:
        """Return one state per text from the states of the lower layers."""
        bias = self._bias(is_there)
        for layer in self.encoder["layer"][N_FROZEN:]:
            states = layer(states, bias)
        return (states * is_there[:, :, None]).sum(1) / is_there.sum(1, keepdim=True)

    def heads(self, pooled: Tensor) -> tuple[Tensor, Tensor]:
        """Return values and logits of evidence, text by axis."""
        pooled = self.dropout(pooled)
        return torch.tanh(self.values(pooled)), self.evidence(pooled)

    def _bias(self, is_there: Tensor) -> Tensor:
        near = self.encoder["relative_attention_bias"](_distances(is_there.shape[1]))
        return near.permute(2, 0, 1)[None] + (1 - is_there)[:, None, None, :] * -1e4


def _distances(n_places: int) -> Tensor:
    """Return the number of the distance between every two places: exact near by, coarse far off."""
    places = torch.arange(n_places)
    apart = places[:, None] - places[None, :]
    half = _N_DISTANCES // 2
    exact = half // 2
    size = apart.abs()
    coarse = exact + (
        torch.log(size.float().clamp(min=1) / exact) / math.log(_FAR / exact) * (half - exact)
    ).long().clamp(max=half - 1 - exact)
    return (apart < 0).long() * half + torch.where(size < exact, size, coarse)


def load_teacher(folder: Path, n_axes: int) -> tuple[Teacher, WordPieces]:
    """Return the base with new heads, its lower half and its embeddings frozen, and its pieces."""
    teacher = Teacher(n_axes)
    teacher.load_state_dict(load_file(folder / "model.safetensors"), strict=False)
    frozen = [teacher.embeddings, teacher.encoder["relative_attention_bias"]]
    for part in (*frozen, *teacher.encoder["layer"][:N_FROZEN]):
        part.requires_grad_(requires_grad=False)
    return teacher, WordPieces([_RENAMED.get(piece, piece) for piece in vocabulary_of(folder)])


def vocabulary_of(folder: Path) -> list[str]:
    """Return the pieces of the base in the order of their numbers."""
    return (folder / "vocab.txt").read_text("utf-8").splitlines()


def padded(rows: Sequence[Sequence[int]], padding: int) -> tuple[Tensor, Tensor]:
    """Return the numbers of the pieces and where there are any, filled up to the longest row."""
    longest = max(map(len, rows))
    pieces = torch.tensor([[*row, *[padding] * (longest - len(row))] for row in rows])
    is_there = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in rows])
    return pieces, is_there
