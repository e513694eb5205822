"""Puts hosting behind moto's HTTP front: the SageMaker and SageMaker runtime responses."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from moto.core.responses import ActionResult
from moto.sagemaker import urls
from moto.sagemaker.models import SageMakerModelBackend, sagemaker_backends
from moto.sagemaker.responses import SageMakerResponse
from moto.sagemakerruntime.responses import SageMakerRuntimeResponse

from sagemaker_hosting.localaws.hosting.invocation import invoke
from sagemaker_hosting.localaws.hosting.service import OPERATIONS, Hosting


class HostingBackend(SageMakerModelBackend):
    """moto's SageMaker with hosting of our own; everything else (training, pipelines) is moto's."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.hosting = Hosting(account_id, region_name)

    @property
    def _url_module(self) -> Any:
        # moto would look for it beside this module.
        return urls

    def reset(self) -> None:
        """End the models before moto forgets them."""
        self.hosting.close()
        super().reset()

    def add_tags(self, arn: str, tags: list[dict[str, str]]) -> list[dict[str, str]]:
        """Add tags to a thing of hosting, or to one of moto's."""
        thing = self.hosting.tagged(arn)
        if thing is None:
            added: list[dict[str, str]] = super().add_tags(arn, tags)
            return added
        keys = {tag["Key"] for tag in tags}
        thing.tags = [tag for tag in thing.tags if tag["Key"] not in keys] + tags
        return thing.tags

    def list_tags(self, arn: str, **page: Any) -> Any:  # type: ignore[override]
        """Return the tags of a thing."""
        thing = self.hosting.tagged(arn)
        return super().list_tags(arn=arn, **page) if thing is None else (list(thing.tags), None)

    def delete_tags(self, arn: str, tag_keys: list[str]) -> None:
        """Return the tags of a thing."""
        """Remove tags from a thing."""
        thing = self.hosting.tagged(arn)
        if thing is None:
            super().delete_tags(arn, tag_keys)
        else:
            thing.tags = [tag for tag in thing.tags if tag["Key"] not in tag_keys]


def hosting_of(account: str, region: str) -> Hosting:
    """Return the hosting service of an account and Region."""
    backend: Any = sagemaker_backends[account][region]
    hosting: Hosting = backend.hosting
    return hosting


def install() -> None:
    """Serve hosting instead of what moto has for it."""
    sagemaker_backends.backend = HostingBackend
    for operation in OPERATIONS:
        # moto finds operations by the snake-case name of a method, so adding one serves it.
        setattr(SageMakerResponse, _snake(operation), _operation(operation))
    # Payloads are bytes: moto would decode them as UTF-8.
    runtime: Any = SageMakerRuntimeResponse
    runtime.use_raw_body = True
    runtime.invoke_endpoint = _invoke_endpoint
    runtime.invoke_endpoint_async = _invoke_endpoint_async


def _operation(name: str) -> Callable[[Any], ActionResult]:
    def answer(response: Any) -> ActionResult:
        hosting = hosting_of(response.current_account, response.region)
        return ActionResult(hosting.call(name, json.loads(response.body or "{}")))

    return answer


def _invoke_endpoint(response: Any) -> tuple[int, dict[str, str], bytes]:
    hosting = hosting_of(response.current_account, response.region)
    name = unquote(response.path.split("/")[2])
    status, headers, body = invoke(hosting, name, response.raw_body, response.headers)
    # moto takes the status from this header alone.
    return status, {**headers, "status": str(status)}, body


def _invoke_endpoint_async(_: Any) -> tuple[int, dict[str, str], str]:
    message = (
        "InvokeEndpointAsync is not imitated by the local AWS; "
        "invoke the same model through a real-time endpoint"
    )
    headers = {"x-amzn-ErrorType": "ValidationError", "status": "400"}
    return 400, headers, json.dumps({"Message": message, "message": message})


def _snake(operation: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in operation)[1:]
