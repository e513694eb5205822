"""The MXNet container: NDArrays in and out of what a script's model_fn returns."""

from __future__ import annotations

from typing import Any

from sagemaker_hosting.runner import codec
from sagemaker_hosting.runner.frameworks import Defaults


def defaults(has_script: bool) -> Defaults:
    """Return the handlers."""
    return MXNet()


class MXNet(Defaults):
    """As sagemaker-mxnet-inference-toolkit treats a Gluon block."""

    def input_fn(self, data: bytes | str, content_type: str) -> Any:
        import mxnet

        if codec.media_type(content_type) not in (codec.JSON, codec.NPY):
            raise codec.UnsupportedFormat(content_type)
        return mxnet.nd.array(codec.decode(data, content_type))

    def predict_fn(self, data: Any, model: Any) -> Any:
        return model(data)

    def output_fn(self, prediction: Any, accept: str) -> bytes:
        if codec.media_type(accept) not in (codec.JSON, codec.NPY):
            raise codec.UnsupportedFormat(accept)
        return codec.encode(prediction.asnumpy().tolist(), accept)
