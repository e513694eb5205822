"""What a resource type has to know: how to create, update and delete one resource."""

from __future__ import annotations

import random
import string
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sagemaker_hosting.localaws.hosting.errors import ServiceError

Properties = dict[str, Any]


@dataclass(frozen=True)
class Context:
    """Where a resource is being deployed."""

    account: str
    region: str
    stack_name: str
    stack_id: str
    logical_id: str
    tags: Mapping[str, str] = field(default_factory=dict)

    def generated_name(self, longest: int = 63) -> str:
        """Return a name as CloudFormation makes one: stack, logical id, random letters."""
        suffix = "".join(random.choices(string.ascii_letters + string.digits, k=12))
        return f"{self.stack_name}-{self.logical_id}"[: longest - 13].rstrip("-") + f"-{suffix}"

    def all_tags(self, properties: Properties) -> list[dict[str, str]]:
        """Return the resource's tags with those of the stack, as AWS lists tags."""
        tags = {**self.tags, **{one["Key"]: one["Value"] for one in properties.get("Tags") or []}}
        return [{"Key": key, "Value": str(value)} for key, value in tags.items()]


@dataclass
class Created:
    """A resource that exists.

    Args:
        physical_id: What Ref returns.
        attributes: What Fn::GetAtt returns.
        handle: Whatever the type needs to find the resource again.
    """

    physical_id: str
    attributes: dict[str, Any] = field(default_factory=dict)
    handle: Any = None


class ResourceType(ABC):
    """One CloudFormation resource type.

    Class attributes:
        type_name: `AWS::Service::Thing`.
        create_only: Properties whose change replaces the resource.
        stored_only: Properties that are kept and shown but have no effect here.
    """

    type_name: ClassVar[str]
    create_only: ClassVar[frozenset[str]] = frozenset()
    stored_only: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def create(self, context: Context, properties: Properties) -> Created:
        """Create a resource; raise ServiceError when it cannot be."""

    @abstractmethod
    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change a resource in place."""

    @abstractmethod
    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete a resource; one that is gone already is no error."""

    def attribute(self, current: Created, name: str) -> Any:
        """Return an attribute; raise ServiceError for one that the type does not have."""
        if name not in current.attributes:
            raise ServiceError(
                "ValidationError",
                f"Template error: resource type {self.type_name} does not support attribute type "
                f"{{{name}}} in Fn::GetAtt",
            )
        return current.attributes[name]

    def replaces(self, before: Properties, after: Properties) -> bool:
        """Return whether the change needs a new resource."""
        return any(before.get(name) != after.get(name) for name in self.create_only)
