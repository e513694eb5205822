"""What the SageMaker resource types share: properties become a request of the API."""

from __future__ import annotations

import contextlib
from typing import Any, ClassVar

from sagemaker_hosting.localaws.hosting import validation
from sagemaker_hosting.localaws.hosting.api import hosting_of
from sagemaker_hosting.localaws.hosting.errors import ServiceError, invalid
from sagemaker_hosting.localaws.resources.resource_type import (
    Context,
    Created,
    Properties,
    ResourceType,
)


class SageMakerResource(ResourceType):
    """A type whose properties are those of one Create operation.

    Class attributes:
        operation: The operation that creates it.
        name_property: The property that names it; generated when missing.
        other_properties: Properties that the type has and the operation does not.
    """

    operation: ClassVar[str]
    name_property: ClassVar[str]
    other_properties: ClassVar[frozenset[str]] = frozenset()

    def request(self, context: Context, properties: Properties) -> Properties:
        """Return the request; refuse properties that neither side knows.

        Raises:
            ServiceError: A property does not exist.
        """
        own = {key: one for key, one in properties.items() if key not in self.other_properties}
        unknown = validation.unknown_members(self.operation, own)
        if unknown:
            raise ServiceError(
                "ValidationError",
                f"Properties validation failed for resource {context.logical_id} with message: "
                f"[{', '.join(unknown)}]",
            )
        request = validation.coerce(self.operation, own)
        request.setdefault(self.name_property, context.generated_name())
        request["Tags"] = context.all_tags(properties)
        return request

    def call(self, context: Context, operation: str, **request: Any) -> None:
        """Carry out a Delete; what is gone already is no error."""
        with contextlib.suppress(_Gone):
            try:
                hosting_of(context.account, context.region).call(operation, request)
            except ServiceError as error:
                if "Could not find" in error.message:
                    raise _Gone from error
                raise

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change the tags, which is all that can change in place."""
        thing = hosting_of(context.account, context.region).tagged(current.physical_id)
        if thing is None:
            raise invalid(f'Could not find "{current.physical_id}".')
        thing.tags = context.all_tags(after)
        return current


class _Gone(Exception):
    pass
