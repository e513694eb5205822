"""InvokeEndpoint: chooses a variant, runs its model, and words failures as the service does.

Shadow variants get copies of the requests.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Mapping
from typing import NamedTuple

from moto.utilities.utils import get_partition

from sagemaker_hosting.core.errors import LocalAwsError
from sagemaker_hosting.facts.limits import REALTIME_PAYLOAD_BYTES, SERVERLESS_PAYLOAD_BYTES
from sagemaker_hosting.localaws.hosting.containers import CannotRun
from sagemaker_hosting.localaws.hosting.service import Hosting, choose
from sagemaker_hosting.localaws.hosting.state import Endpoint, Fleet, Variant
from sagemaker_hosting.localaws.hosting.telemetry import record_invocation
from sagemaker_hosting.runner.direct import TARGET_CONTAINER
from sagemaker_hosting.runner.multi_model import TARGET_MODEL
from sagemaker_hosting.runner.servable import ContainerAnswer, ContainerFailure, RequestRefused

_LATE = (
    "Your invocation timed out while waiting for a response from container primary. Review the "
    "latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again."
)
_REFUSED_HEADERS = {
    "X-Amzn-SageMaker-Inference-Component": "inference components (InferenceComponentName)",
}
_PASSED_HEADERS = (
    "X-Amzn-SageMaker-Custom-Attributes",
    "X-Amzn-SageMaker-Inference-Id",
    TARGET_MODEL,
    TARGET_CONTAINER,
)


class Response(NamedTuple):
    """An HTTP response of the runtime API."""

    status: int
    headers: dict[str, str]
    body: bytes


def invoke(hosting: Hosting, name: str, body: bytes, headers: Mapping[str, str]) -> Response:
    """Answer InvokeEndpoint.

    Args:
        hosting: Where the endpoint is looked up.
        name: The endpoint.
        body: The payload.
        headers: The request's headers; names as the API defines them.
    """
    endpoint = hosting.endpoints.get(name)
    if endpoint is None or endpoint.status in ("Creating", "Failed", "Deleting"):
        return _error(
            "ValidationError", 400, f"Endpoint {name} of account {hosting.account} not found."
        )
    for header, feature in _REFUSED_HEADERS.items():
        if headers.get(header):
            return _error("ValidationError", 400, f"{feature} is not imitated by the local AWS.")
    chosen = _choose(endpoint, headers.get("X-Amzn-SageMaker-Target-Variant") or "")
    if isinstance(chosen, Response):
        return chosen
    fleet, variant = chosen
    serverless = "ServerlessConfig" in variant.spec
    limit = (SERVERLESS_PAYLOAD_BYTES if serverless else REALTIME_PAYLOAD_BYTES).value
    if len(body) > limit:
        return _error(
            "ValidationError",
            413,
            f"The payload has {len(body)} bytes; an invocation of this endpoint takes at most "
            f"{limit}.",
        )
    response = _run(hosting, endpoint, fleet, variant, body, headers)
    for shadow in fleet.shadows.values():
        if is_sampled(shadow, variant):
            copied = (hosting, endpoint, fleet, shadow, body, headers)
            # Nobody waits for a shadow; what it answers is in its metrics and logs alone.
            threading.Thread(target=_run, args=copied, daemon=True).start()
    return response


def is_sampled(shadow: Variant, production: Variant) -> bool:
    """Return whether a request is copied: the weight of the shadow as a share of production's."""
    whole = production.weight if production.weight > 0 else 1.0
    return random.random() < shadow.weight / whole


def _choose(endpoint: Endpoint, target: str) -> tuple[Fleet, Variant] | Response:
    with endpoint.lock:
        fleets = {str(number): one for number, one in enumerate(endpoint.fleets)}
    fleet = fleets[choose({key: one.share for key, one in fleets.items()})]
    if "AsyncInferenceConfig" in fleet.config.request:
        return _error(
            "ValidationError",
            400,
            f"Endpoint {endpoint.name} is asynchronous: InvokeEndpointAsync invokes it.",
        )
    if target:
        if target not in fleet.variants:
            return _error(
                "ValidationError",
                400,
                f"Variant {target} was not found for endpoint {endpoint.name}.",
            )
        return fleet, fleet.variants[target]
    weights = {one.name: one.weight for one in fleet.variants.values()}
    return fleet, fleet.variants[choose(weights)]


def _run(
    hosting: Hosting,
    endpoint: Endpoint,
    fleet: Fleet,
    variant: Variant,
    body: bytes,
    headers: Mapping[str, str],
) -> Response:
    began = time.monotonic()
    answer: ContainerAnswer | None = None
    problem: tuple[int, str, str] | None = None
    try:
        answer = variant.server.invoke(
            body,
            headers.get("Content-Type") or "application/octet-stream",
            headers.get("Accept") or "",
            {name: headers[name] for name in _PASSED_HEADERS if headers.get(name)},
        )
    except RequestRefused as refused:
        if refused.code != "ModelError":
            return _error(refused.code, refused.status, refused.message)
        problem = (500, refused.message, "")
    except CannotRun as error:
        problem = (500, f"this model cannot be run locally: {error}", "")
    except LocalAwsError as error:
        problem = (500, error.message + (f"; {error.fix}" if error.fix else ""), "")
    except ContainerFailure as failure:
        text = _LATE if failure.kind == "timeout" else failure.message
        problem = (0 if failure.kind == "timeout" else 500, text, failure.log_tail)
    record_invocation(
        hosting.account,
        hosting.region,
        endpoint.name,
        variant.name,
        fleet.config.name,
        status=answer.status if answer else (problem[0] if problem else 0),
        seconds=time.monotonic() - began,
        instances=variant.count,
    )
    if answer and 200 <= answer.status < 300:
        sent = {
            "Content-Type": answer.content_type,
            "x-Amzn-Invoked-Production-Variant": variant.name,
        }
        if answer.custom_attributes:
            sent["X-Amzn-SageMaker-Custom-Attributes"] = answer.custom_attributes
        return Response(200, sent, answer.body)
    if answer:
        text = answer.body[:16_384].decode(errors="replace")
        problem = (answer.status, text, variant.server.log_tail())
    assert problem is not None
    return _model_error(hosting, endpoint, variant, *problem)


def _model_error(
    hosting: Hosting, endpoint: Endpoint, variant: Variant, status: int, original: str, log: str
) -> Response:
    side = "client" if 400 <= status < 500 else "server"
    group = f"/aws/sagemaker/Endpoints/{endpoint.name}"
    region = hosting.region
    message = (
        f'Received {side} error ({status}) from primary with message "{original}". '
        f"See https://{region}.console.aws.amazon.com/cloudwatch/home?region={region}"
        f"#logEventViewer:group={group} in account {hosting.account} for more information."
    )
    if log:
        message += f"\nlast lines of the container log:\n{log}"
    return _error(
        "ModelError",
        424,
        message,
        OriginalStatusCode=status,
        OriginalMessage=original,
        LogStreamArn=f"arn:{get_partition(region)}:logs:{region}:{hosting.account}:"
        f"log-group:{group}:log-stream:{variant.server.log_stream}",
    )


def _error(code: str, status: int, message: str, **members: object) -> Response:
    headers = {"Content-Type": "application/json", "x-amzn-ErrorType": code}
    body = json.dumps({"Message": message, "message": message, **members})
    return Response(status, headers, body.encode())
