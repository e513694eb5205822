"""The shape of a rule over resources: metadata as class attributes, the check as one generator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.rule import BaseRule
from sagemaker_hosting.template.view import Resource, Value, View


class Rule(BaseRule, abstract=True):
    """One documented constraint on the properties of a resource, or of several that are linked.

    Values are read through ``Resource``, and what is not known is never reported.

    Attributes:
        resource_types: The CloudFormation types that the rule looks at.
        schema: Whether the CloudFormation schema refuses this too. Such a rule gives the caller of
            a construct the error at the line that is wrong; over whole templates it stays silent.
        needs: ``complete`` when the absence of a top-level property is what it reports, so that it
            must not see a fragment of a resource.
    """

    resource_types: ClassVar[tuple[str, ...]]
    schema: ClassVar[bool] = False
    needs: ClassVar[Literal["fragment", "complete"]] = "fragment"
    required: ClassVar[tuple[str, ...]] = (*BaseRule.required, "resource_types")

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each thing that is wrong with ``resource``."""
        raise NotImplementedError

    def finding(
        self, resource: Resource, at: Value | View | str, message: str, fix: str
    ) -> Finding:
        """Return a finding about the property ``at`` of ``resource``.

        Args:
            resource: The resource that is wrong.
            at: The value or part that is wrong, or its path; empty for the whole resource.
            message: What is wrong, with the value given. Lower case, no full stop.
            fix: What to write or do instead, in the words of the construct and of CloudFormation.
        """
        return self.report(
            message,
            fix,
            resource=resource.logical_id,
            resource_type=resource.type,
            property=at if isinstance(at, str) else at.path,
        )
