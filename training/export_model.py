"""Writes the trained encoder as the network of data/models: int8 weights, fp32 arithmetic.

``python -m training.export_model WEIGHTS.pt VOCAB.txt OUT_FOLDER``
"""

import argparse
import unicodedata
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from stance.scoring.model_pieces import END, START, UNKNOWN, WINDOW
from training.encoder import N_HEADS, WIDTH

NETWORK, PIECES = "stance.onnx", "pieces.txt"
OPSET = 20  # the first with Gelu
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
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
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
        product = self.add("MatMul", states, self.matrix(weight.T))
        return self.add("Add", product, self.constant(bias))

    def norm(self, states: str, weight: Array, bias: Array) -> str:
        """Add a layer norm."""
        return self.add(
            "LayerNormalization", states, self.constant(weight), self.constant(bias),
            axis=-1, epsilon=_EPSILON,
        )  # fmt: skip


def quantised(values: Array, axis: int) -> tuple[NDArray[np.int8], Array]:
    """Return int8 values and the scales that give them back, one per slice along the axis."""
    scales = np.maximum(np.abs(values).max(axis, keepdims=True), 1e-8) / 127
    return np.round(values / scales).astype(np.int8), scales.astype(np.float32)


def network_of(weights: dict[str, Array], kept: list[int]) -> onnx.ModelProto:
    """Return the graph that reads one text.

    Input ``pieces`` (numbers, int64); outputs ``values`` (-1..+1) and ``chances`` of evidence
    (0..1), one per axis.
    """
    graph = Graph()
    states = _embedded(graph, weights, kept)
    n_layers = 1 + max(int(n.split(".")[2]) for n in weights if n.startswith("encoder.layer."))
    for number in range(n_layers):
        prefix = f"encoder.layer.{number}."
        part = {n.removeprefix(prefix): v for n, v in weights.items() if n.startswith(prefix)}
        states = _layer(graph, part, states)
    first = graph.add("Gather", states, graph.constant(np.array([0], np.int64)), axis=0)
    mean = graph.add("ReduceMean", states, graph.constant(np.array([0], np.int64)), keepdims=1)
    pooled = graph.add("Concat", first, mean, axis=1)
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
        [helper.make_tensor_value_info("pieces", TensorProto.INT64, ["n"])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, n_axes])
            for name in ("values", "chances")
        ],
        graph.weights,
    )
    model = helper.make_model(
        made, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="stance"
    )
    model.ir_version = 9
    onnx.checker.check_model(model, full_check=True)
    return model


def _embedded(graph: Graph, weights: dict[str, Array], kept: list[int]) -> str:
    whole, scales = quantised(weights["embeddings.word_embeddings.weight"][kept], axis=1)
    picked = graph.add("Gather", graph.constant(whole), "pieces", axis=0)
    sizes = graph.add("Gather", graph.constant(scales), "pieces", axis=0)
    words = graph.add("Mul", graph.add("Cast", picked, to=TensorProto.FLOAT), sizes)
    places = weights["embeddings.position_embeddings.weight"][:WINDOW]
    places = places + weights["embeddings.token_type_embeddings.weight"][0]
    zero = graph.constant(np.array([0], np.int64))
    length = graph.add("Shape", "pieces")
    total = graph.add("Add", words, graph.add("Slice", graph.constant(places), zero, length, zero))
    prefix = "embeddings.LayerNorm."
    return graph.norm(total, weights[f"{prefix}weight"], weights[f"{prefix}bias"])


def _layer(graph: Graph, part: dict[str, Array], states: str) -> str:
    mixed = _attention(graph, part, states)
    dense = "attention.output.dense."
    mixed = graph.linear(mixed, part[f"{dense}weight"], part[f"{dense}bias"])
    norm = "attention.output.LayerNorm."
    states = graph.norm(graph.add("Add", states, mixed), part[f"{norm}weight"], part[f"{norm}bias"])
    dense = "intermediate.dense."
    wide = graph.add("Gelu", graph.linear(states, part[f"{dense}weight"], part[f"{dense}bias"]))
    dense, norm = "output.dense.", "output.LayerNorm."
    narrow = graph.linear(wide, part[f"{dense}weight"], part[f"{dense}bias"])
    return graph.norm(graph.add("Add", states, narrow), part[f"{norm}weight"], part[f"{norm}bias"])


def _attention(graph: Graph, part: dict[str, Array], states: str) -> str:
    heads = graph.constant(np.array([-1, N_HEADS, _HEAD], np.int64))
    turned = {"query": (1, 0, 2), "key": (1, 2, 0), "value": (1, 0, 2)}
    views = {}
    for name, order in turned.items():
        scale = _HEAD**-0.5 if name == "query" else 1.0
        prefix = f"attention.self.{name}."
        linear = graph.linear(
            states, part[f"{prefix}weight"] * np.float32(scale),
            part[f"{prefix}bias"] * np.float32(scale),
        )  # fmt: skip
        views[name] = graph.add("Transpose", graph.add("Reshape", linear, heads), perm=order)
    looks = graph.add("Softmax", graph.add("MatMul", views["query"], views["key"]), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", looks, views["value"]), perm=(1, 0, 2))
    return graph.add("Reshape", mixed, graph.constant(np.array([-1, WIDTH], np.int64)))


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
