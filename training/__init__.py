"""Makes the network in data/models; needs PyTorch and ONNX (the extra "training")."""
