"""Turns moto's server into the local AWS: one explicit call, nothing on disk is changed."""

from __future__ import annotations

import functools


@functools.cache
def install() -> tuple[str, ...]:
    """Replace what moto gets wrong about hosting; return the CloudFormation types served."""
    # Imported here: moto takes a second to import, and commands that only parse must not.
    from sagemaker_hosting.localaws import bucket_policies
    from sagemaker_hosting.localaws.cloudformation import api as cloudformation_api
    from sagemaker_hosting.localaws.hosting import api as hosting_api
    from sagemaker_hosting.localaws.hosting import scaling
    from sagemaker_hosting.localaws.resources import catalogue

    hosting_api.install()
    cloudformation_api.install()
    scaling.install()
    bucket_policies.install()
    return tuple(catalogue.type_names())
