"""The wire format of the SageMaker runtime API: what boto3 expects of InvokeEndpoint."""

from __future__ import annotations

import json
import re
import struct
import zlib
from typing import Final

from sagemaker_hosting.runner.servable import ContainerAnswer

EVENT_STREAM: Final = "application/vnd.amazon.eventstream"
STREAMED_TYPE: Final = "X-Amzn-SageMaker-Content-Type"
"""The header with the Content-Type of a streamed response."""
_PATH: Final = re.compile(r"/endpoints/[^/]+(/invocations(?:-response-stream)?)")
_STRING: Final = 7
_SHOWN: Final = 16_384


def operation(path: str) -> tuple[str, bool]:
    """Return the path of the container contract that a request is for, and whether by the API.

    Args:
        path: ``/invocations``, ``/endpoints/NAME/invocations`` or their ``-response-stream``.
    """
    found = _PATH.fullmatch(path)
    return (found[1], True) if found else (path, False)


def model_error(status: int, message: str, log: str) -> bytes:
    """Return the body of a ModelError.

    Args:
        status: The status of the container; 0 when it gave none.
        message: What the container answered, or what became of it.
        log: The last lines of its log.
    """
    side = "client" if 400 <= status < 500 else "server"
    text = f'Received {side} error ({status}) from primary with message "{message}".'
    if log:
        text += f"\nlast lines of the container log:\n{log}"
    return json.dumps(
        {
            "Message": text,
            "OriginalStatusCode": status,
            "OriginalMessage": message,
            "LogStreamArn": "",
        }
    ).encode()


def failed_answer(answer: ContainerAnswer, log: str) -> bytes:
    """Return the body of the ModelError for a container's answer that is no success."""
    return model_error(answer.status, answer.body[:_SHOWN].decode(errors="replace"), log)


def part(data: bytes) -> bytes:
    """Return a PayloadPart of an event stream."""
    headers = {
        ":message-type": "event",
        ":event-type": "PayloadPart",
        ":content-type": "application/octet-stream",
    }
    return _event(headers, data)


def stream_error(message: str) -> bytes:
    """Return the ModelStreamError that ends an event stream."""
    headers = {
        ":message-type": "exception",
        ":exception-type": "ModelStreamError",
        ":content-type": "application/json",
    }
    body = {"Message": message, "ErrorCode": "StreamBroken"}
    return _event(headers, json.dumps(body).encode())


def _event(headers: dict[str, str], payload: bytes) -> bytes:
    """Return one message: lengths and their checksum, headers, payload, checksum of it all."""
    packed = b"".join(
        struct.pack("!B", len(name))
        + name.encode()
        + struct.pack("!BH", _STRING, len(value))
        + value.encode()
        for name, value in headers.items()
    )
    prelude = struct.pack("!II", len(packed) + len(payload) + 16, len(packed))
    message = prelude + struct.pack("!I", zlib.crc32(prelude)) + packed + payload
    return message + struct.pack("!I", zlib.crc32(message))
