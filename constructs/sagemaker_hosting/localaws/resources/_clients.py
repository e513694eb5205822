"""boto3 clients of this very server, for types that are easiest created through their API."""

from __future__ import annotations

import functools
import os
from typing import Any

import boto3


@functools.cache
def client(service: str, account: str, region: str) -> Any:
    """Return a client that acts in an account of the local AWS."""
    made = boto3.client(  # type: ignore[call-overload]
        service,
        region_name=region,
        endpoint_url=os.environ["SAGEMAKER_HOSTING_LOCAL_URL"],
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )

    def choose_account(request: Any, **_: Any) -> None:
        request.headers["x-moto-account-id"] = account

    made.meta.events.register("before-sign.*.*", choose_account)
    return made
