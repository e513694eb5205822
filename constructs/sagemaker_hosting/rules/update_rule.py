"""The shape of a rule over two versions of a template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.rule import BaseRule
from sagemaker_hosting.template.view import Resource, Value, View


class UpdateRule(BaseRule, abstract=True):
    """One documented constraint on how a resource may change from one deployment to the next.

    What stays the same is not its business: that is for the rules over one template.

    Attributes:
        resource_types: The CloudFormation types that the rule looks at.
        moved: Whether the rule is about resources that were given another logical id and kept
            their name, rather than about those that kept the logical id.
    """

    resource_types: ClassVar[tuple[str, ...]]
    moved: ClassVar[bool] = False
    required: ClassVar[tuple[str, ...]] = (*BaseRule.required, "resource_types")

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for each thing that is wrong with the step from one to the other.

        Args:
            before: The resource as it was deployed; its links lead through the old template.
            after: The resource as it is to be deployed; its links lead through the new one.
        """
        raise NotImplementedError

    def finding(
        self, resource: Resource, at: Value | View | str, message: str, fix: str
    ) -> Finding:
        """Return a finding about the property ``at`` of ``resource`` in the new template.

        Args:
            resource: The resource to mend; one of the new template.
            at: The value or part that is wrong, or its path; empty for the whole resource.
            message: What is wrong, with what it was and what it is to be. Lower case, no full stop.
            fix: What to write or do instead, in the words of the construct and of CloudFormation.
        """
        return self.report(
            message,
            fix,
            resource=resource.logical_id,
            resource_type=resource.type,
            property=at if isinstance(at, str) else at.path,
        )
