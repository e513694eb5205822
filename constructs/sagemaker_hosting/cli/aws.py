"""Clients of AWS for commands that ask it something."""

from __future__ import annotations

from typing import Any

from sagemaker_hosting.core.errors import HostingError


def client(service: str) -> Any:
    """Return a boto3 client.

    Credentials, Region and address (``AWS_ENDPOINT_URL``) come from the environment, as those of
    the AWS CLI do.

    Raises:
        HostingError: boto3 is not installed, or no Region is set.
    """
    try:
        import boto3
    except ModuleNotFoundError as error:
        raise HostingError(
            f"asking {service} needs boto3", fix="pip install 'cdk-sagemaker-hosting[local]'"
        ) from error
    from botocore.exceptions import NoRegionError

    session: Any = boto3.Session()
    try:
        return session.client(service)
    except NoRegionError as error:
        raise HostingError(
            "no Region is set", fix="set AWS_REGION, or a Region in the profile"
        ) from error
