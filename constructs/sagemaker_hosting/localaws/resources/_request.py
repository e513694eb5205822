"""Turns properties into requests of other services than SageMaker."""

from __future__ import annotations

from sagemaker_hosting.localaws.hosting import validation
from sagemaker_hosting.localaws.hosting.errors import ServiceError
from sagemaker_hosting.localaws.resources.resource_type import Context, Properties


def only_known(
    service: str, operation: str, context: Context, properties: Properties
) -> Properties:
    """Return the properties; refuse those that the operation does not have.

    Raises:
        ServiceError: A property does not exist.
    """
    unknown = validation.unknown_members(operation, properties, service)
    if unknown:
        raise ServiceError(
            "ValidationError",
            f"Properties validation failed for resource {context.logical_id} with message: "
            f"[{', '.join(unknown)}]",
        )
    return dict(properties)


def numbered(service: str, operation: str, properties: Properties) -> Properties:
    """Return the properties with the number types of the API: templates may quote numbers."""
    return validation.coerce(operation, properties, service)
