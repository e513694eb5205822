"""The containers that an artifact is laid out for."""

from __future__ import annotations

import enum


class Framework(enum.StrEnum):
    """Whose layout an artifact follows.

    The container decides: the same PyTorch weights lie differently for the PyTorch container, for
    DJL Serving and for Triton.
    """

    PYTORCH = "pytorch"
    TENSORFLOW = "tensorflow"
    MXNET = "mxnet"
    SKLEARN = "sklearn"
    XGBOOST = "xgboost"
    HUGGINGFACE = "huggingface"
    DJL = "djl"
    TORCHSERVE = "torchserve"
    TRITON = "triton"
    OWN = "own"

    @property
    def label(self) -> str:
        """Return its name as its makers write it, for messages."""
        return _TITLES[self]

    @property
    def runs_scripts(self) -> bool:
        """Return whether the container runs ``code/inference.py`` through the inference toolkit."""
        return self in _WITH_SCRIPTS


_TITLES = {
    Framework.PYTORCH: "PyTorch",
    Framework.TENSORFLOW: "TensorFlow",
    Framework.MXNET: "MXNet",
    Framework.SKLEARN: "scikit-learn",
    Framework.XGBOOST: "XGBoost",
    Framework.HUGGINGFACE: "Hugging Face",
    Framework.DJL: "DJL Serving",
    Framework.TORCHSERVE: "TorchServe",
    Framework.TRITON: "Triton",
    Framework.OWN: "own container",
}
_WITH_SCRIPTS = frozenset(
    {
        Framework.PYTORCH,
        Framework.TENSORFLOW,
        Framework.MXNET,
        Framework.SKLEARN,
        Framework.XGBOOST,
        Framework.HUGGINGFACE,
    }
)
