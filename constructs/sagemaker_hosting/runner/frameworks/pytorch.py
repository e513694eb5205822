"""The PyTorch container: TorchScript from model.pt, or from the only .pt or .pth at the root."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sagemaker_hosting.runner import codec
from sagemaker_hosting.runner.frameworks import Defaults


def defaults(has_script: bool) -> Defaults:
    """Return the handlers."""
    return PyTorch()


class PyTorch(Defaults):
    """As sagemaker-pytorch-inference-toolkit serves."""

    def model_fn(self, model_dir: str) -> Any:
        """Load TorchScript: a state dict, which is weights without a model, is refused."""
        path = Path(model_dir, "model.pt")
        if not path.exists():
            # Looked for before torch is imported: where it is not installed, this still is said.
            found = [each for each in Path(model_dir).iterdir() if each.suffix in (".pt", ".pth")]
            if len(found) != 1:
                names = [each.name for each in found]
                raise ValueError(
                    f"Exactly one .pth or .pt file is required for PyTorch models: {names}"
                )
            path = found[0]
        import torch

        try:
            return torch.jit.load(str(path), map_location=_device()).to(_device())
        except RuntimeError as error:
            raise ValueError(
                f"Failed to load {path}. Please ensure model is saved using torchscript."
            ) from error

    def input_fn(self, data: bytes | str, content_type: str) -> Any:
        import torch

        array = codec.decode(data, content_type)
        is_text = codec.media_type(content_type) in codec.UTF8_TYPES
        return (torch.FloatTensor(array) if is_text else torch.from_numpy(array)).to(_device())

    def predict_fn(self, data: Any, model: Any) -> Any:
        import torch

        with torch.no_grad():
            placed = model.to(_device())
            placed.eval()
            return placed(data.to(_device()))

    def output_fn(self, prediction: Any, accept: str) -> bytes:
        import torch

        if isinstance(prediction, torch.Tensor):
            prediction = prediction.detach().cpu().numpy().tolist()
        return codec.encode(prediction, accept)


def _device() -> Any:
    import torch

    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
