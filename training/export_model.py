"""Writes the trained encoder as the network of data/models: int8 weights, fp32 arithmetic.

``python -m training.export_model WEIGHTS.pt VOCAB.txt OUT_FOLDER``
"""

import argparse
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from stance.scoring.model_pieces import END, START, UNKNOWN, WINDOW
from training.encoder import N_HEADS, WIDTH

NETWORK, PIECES = "stance.onnx", "pieces.txt"
OPSET = 20
FUSED = "com.microsoft"  # the operators of ONNX Runtime that do several steps in one
_HEAD = WIDTH // N_HEADS
_EPSILON = 1e-12

Array = NDArray[np.float32]


def kept_pieces(vocabulary: list[str]) -> list[int]:
    """Return the numbers of the pieces that English news needs.

    Single characters of Latin script and all marks stay, so that every such text can be cut;
    other scripts become unknown pieces.
    """
    special = ("[PAD]", START, END, UNKNOWN)
    return [
        number
        for number, piece in enumerate(vocabulary)
        if piece in special or (not piece.startswith("[unused") and all(map(_is_kept, piece)))
    ]


def _is_kept(char: str) -> bool:
    return char.isascii() or unicodedata.category(char)[0] in "PS"


class Graph:
    """Collects nodes and weights of one ONNX graph."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def add(self, operator: str, *inputs: str, **attributes: object) -> str:
        """Add a node and return the name of its output."""
        name = f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def constant(self, values: NDArray[np.generic]) -> str:
        """Add a weight as it is and return its name."""
        name = f"weight_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.array(values, order="C"), name))
        return name

    def matrix(self, values: Array) -> str:
        """Add a matrix (in by out) as int8 with a scale per column; fp32 once it is loaded."""
        whole, scales = quantised(values, axis=0)
        zeros = self.constant(np.zeros(scales.shape[1], np.int8))
        return self.add(
            "DequantizeLinear", self.constant(whole), self.constant(scales[0]), zeros, axis=1
        )

    def linear(self, states: str, weight: Array, bias: Array) -> str:
        """Add ``states @ weight.T + bias``, as PyTorch keeps them."""
        return self.add("Gemm", states, self.matrix(weight.T), self.constant(bias))

    def norm(self, states: str, weight: Array, bias: Array) -> str:
        """Add a layer norm."""
        return self.add(
            "LayerNormalization", states, self.constant(weight), self.constant(bias),
            axis=-1, epsilon=_EPSILON,
        )  # fmt: skip

    def numbers(self, *numbers: int) -> str:
        """Add a list of whole numbers."""
        return self.constant(np.array(numbers, np.int64))


def quantised(values: Array, axis: int) -> tuple[NDArray[np.int8], Array]:
    """Return int8 values and the scales that give them back, one per slice along the axis."""
    scales = np.maximum(np.abs(values).max(axis, keepdims=True), 1e-8) / 127
    return np.round(values / scales).astype(np.int8), scales.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Shapes:
    """Names of the shapes that depend on how many texts are read and how long they are.

    Attributes:
        texts: Texts by places by width.
        heads: Texts by places by heads by the width of one.
    """

    texts: str
    heads: str

    @classmethod
    def of(cls, graph: Graph) -> "Shapes":
        """Add them to a graph."""
        shape = graph.add("Shape", "pieces")
        return cls(
            graph.add("Concat", shape, graph.numbers(WIDTH), axis=0),
            graph.add("Concat", shape, graph.numbers(N_HEADS, _HEAD), axis=0),
        )


def network_of(weights: dict[str, Array], kept: list[int]) -> onnx.ModelProto:
    """Return the graph that reads texts of one length.

    Input ``pieces`` (text by place, int64; 0 is padding); outputs ``values`` (-1..+1) and
    ``chances`` of evidence (0..1), text by axis.
    """
    graph = Graph()
    is_there = graph.add(
        "Cast", graph.add("Greater", "pieces", graph.constant(np.array(0, np.int64))),
        to=TensorProto.FLOAT,
    )  # fmt: skip
    far_below = graph.add(
        "Mul", graph.add("Sub", is_there, graph.constant(np.array(1, np.float32))),
        graph.constant(np.array(1e4, np.float32)),
    )  # fmt: skip
    blocked = graph.add("Unsqueeze", far_below, graph.numbers(1, 2))
    shapes = Shapes.of(graph)
    states = _embedded(graph, weights, kept)
    n_layers = 1 + max(int(n.split(".")[2]) for n in weights if n.startswith("encoder.layer."))
    for number in range(n_layers - 1):
        states = _layer(graph, _part(weights, number), states, states, blocked, shapes)
    whole = graph.add("Reshape", states, shapes.texts)
    first = graph.add("Gather", whole, graph.constant(np.array(0, np.int64)), axis=1)
    last = _layer(graph, _part(weights, n_layers - 1), first, states, blocked, shapes)
    pooled = graph.add("Concat", last, _mean(graph, whole, is_there), axis=1)
    return _finished(graph, weights, pooled)


def _part(weights: dict[str, Array], number: int) -> dict[str, Array]:
    prefix = f"encoder.layer.{number}."
    return {n.removeprefix(prefix): v for n, v in weights.items() if n.startswith(prefix)}


def _mean(graph: Graph, states: str, is_there: str) -> str:
    counted = graph.add("Mul", states, graph.add("Unsqueeze", is_there, graph.numbers(2)))
    total = graph.add("ReduceSum", counted, graph.numbers(1), keepdims=0)
    return graph.add(
        "Div", total, graph.add("ReduceSum", is_there, graph.numbers(1), keepdims=1)
    )  # fmt: skip


def _finished(graph: Graph, weights: dict[str, Array], pooled: str) -> onnx.ModelProto:
    for head, function, output in (
        ("values", "Tanh", "values"),
        ("evidence", "Sigmoid", "chances"),
    ):
        weight, bias = weights[f"{head}.weight"], weights[f"{head}.bias"]
        product = graph.add("Gemm", pooled, graph.constant(weight), graph.constant(bias), transB=1)
        graph.nodes.append(helper.make_node(function, [product], [output], name=output))
    n_axes = weights["values.bias"].shape[0]
    made = helper.make_graph(
        graph.nodes,
        "stance",
        [helper.make_tensor_value_info("pieces", TensorProto.INT64, ["texts", "places"])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", n_axes])
            for name in ("values", "chances")
        ],
        graph.weights,
    )
    model = helper.make_model(
        made,
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)],
        producer_name="stance",
    )
    model.ir_version = 9
    onnx.checker.check_model(model)
    return model


def _embedded(graph: Graph, weights: dict[str, Array], kept: list[int]) -> str:
    whole, scales = quantised(weights["embeddings.word_embeddings.weight"][kept], axis=1)
    picked = graph.add("Gather", graph.constant(whole), "pieces", axis=0)
    sizes = graph.add("Gather", graph.constant(scales), "pieces", axis=0)
    words = graph.add("Mul", graph.add("Cast", picked, to=TensorProto.FLOAT), sizes)
    places = weights["embeddings.position_embeddings.weight"][:WINDOW]
    places = places + weights["embeddings.token_type_embeddings.weight"][0]
    length = graph.add("Shape", "pieces", start=1, end=2)
    cut = graph.add(
        "Slice", graph.constant(places), graph.numbers(0), length, graph.numbers(0)
    )  # fmt: skip
    prefix = "embeddings.LayerNorm."
    normed = graph.norm(
        graph.add("Add", words, cut), weights[f"{prefix}weight"], weights[f"{prefix}bias"]
    )
    return graph.add("Reshape", normed, graph.numbers(-1, WIDTH))


def _layer(
    graph: Graph, part: dict[str, Array], asking: str, states: str, blocked: str, shapes: Shapes
) -> str:
    mixed = _attention(graph, part, asking, states, blocked, shapes)
    asking = _joined(graph, part, "attention.output.", mixed, asking)
    dense = "intermediate.dense."
    wide = graph.add("MatMul", asking, graph.matrix(part[f"{dense}weight"].T))
    wide = graph.add("BiasGelu", wide, graph.constant(part[f"{dense}bias"]), domain=FUSED)
    return _joined(graph, part, "output.", wide, asking)


def _joined(graph: Graph, part: dict[str, Array], prefix: str, new: str, old: str) -> str:
    """Add the layer norm of ``old`` plus a linear layer over ``new``."""
    dense, norm = f"{prefix}dense.", f"{prefix}LayerNorm."
    linear = graph.linear(new, part[f"{dense}weight"], part[f"{dense}bias"])
    total = graph.add("Add", linear, old)
    return graph.norm(total, part[f"{norm}weight"], part[f"{norm}bias"])


def _attention(
    graph: Graph, part: dict[str, Array], asking: str, states: str, blocked: str, shapes: Shapes
) -> str:
    # the last layer asks from one place of each text
    asked = shapes.heads if asking == states else graph.numbers(-1, 1, N_HEADS, _HEAD)
    views = {}
    for name, of, shape, order, scale in (
        ("query", asking, asked, (0, 2, 1, 3), _HEAD**-0.5),
        ("key", states, shapes.heads, (0, 2, 3, 1), 1.0),
        ("value", states, shapes.heads, (0, 2, 1, 3), 1.0),
    ):
        prefix = f"attention.self.{name}."
        linear = graph.linear(
            of, part[f"{prefix}weight"] * np.float32(scale),
            part[f"{prefix}bias"] * np.float32(scale),
        )  # fmt: skip
        views[name] = graph.add("Transpose", graph.add("Reshape", linear, shape), perm=order)
    raw = graph.add("Add", graph.add("MatMul", views["query"], views["key"]), blocked)
    looks = graph.add("Softmax", raw, axis=-1)
    mixed = graph.add(
        "Transpose", graph.add("MatMul", looks, views["value"]), perm=(0, 2, 1, 3)
    )  # fmt: skip
    return graph.add("Reshape", mixed, graph.numbers(-1, WIDTH))


def main() -> None:
    """Write the network and its pieces."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    vocabulary = args.vocabulary.read_text("utf-8").splitlines()
    kept = kept_pieces(vocabulary)
    weights = {name: tensor.float().numpy() for name, tensor in torch.load(args.weights).items()}
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(network_of(weights, kept), args.out / NETWORK)
    lines = "".join(f"{vocabulary[number]}\n" for number in kept)
    (args.out / PIECES).write_text(lines, "utf-8")
    print(len(kept), "pieces,", (args.out / NETWORK).stat().st_size, "bytes")


if __name__ == "__main__":
    main()
