"""The payload formats that SageMaker's inference toolkit decodes and encodes by default."""

from __future__ import annotations

import io
import json
from typing import Any

JSON = "application/json"
CSV = "text/csv"
NPY = "application/x-npy"
UTF8_TYPES = (JSON, CSV)


def media_type(content_type: str) -> str:
    """Return a content type without its parameters."""
    return content_type.split(";", maxsplit=1)[0].strip().lower()


class UnsupportedFormat(ValueError):
    """A content type that has no default decoder or encoder."""

    def __init__(self, content_type: str) -> None:
        super().__init__(
            f"Content type {content_type} is not supported by this framework. "
            "Please implement input_fn to deserialize the request data or an output_fn to "
            "serialize the response."
        )


def decode(data: bytes | str, content_type: str) -> Any:
    """Return the array that a payload holds, as the toolkit's default `input_fn` does.

    Raises:
        UnsupportedFormat: The content type is not JSON, CSV or NPY.
    """
    import numpy

    kind = media_type(content_type)
    if kind == JSON:
        return numpy.array(json.loads(data))
    if kind == CSV:
        text = data.decode() if isinstance(data, bytes) else data
        return numpy.genfromtxt(io.StringIO(text), dtype=None, delimiter=",", encoding=None)
    if kind == NPY:
        raw = data.encode() if isinstance(data, str) else data
        return numpy.load(io.BytesIO(raw), allow_pickle=False)
    raise UnsupportedFormat(content_type)


def encode(array: Any, accept: str) -> bytes:
    """Return a prediction as the toolkit's default `output_fn` serializes it.

    Raises:
        UnsupportedFormat: The accepted type is not JSON, CSV or NPY.
    """
    import numpy

    kind = media_type(accept)
    if kind == JSON:
        return json.dumps(array, default=_to_list).encode()
    stream = io.BytesIO()
    if kind == CSV:
        numpy.savetxt(stream, numpy.atleast_1d(numpy.asarray(array)), delimiter=",", fmt="%s")
        return stream.getvalue()
    if kind == NPY:
        numpy.save(stream, numpy.asarray(array))
        return stream.getvalue()
    raise UnsupportedFormat(accept)


def _to_list(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"object of type {type(value).__name__} is not JSON serializable")
