"""SMH0851."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._grants import items
from sagemaker_hosting.rules._permissions import ROLE, texts, trusts
from sagemaker_hosting.rules._roles import POLICY_HOLDERS, covers, is_allow, written_statements
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View

_LIST = "s3:ListBucket"


class BucketListedByItsObjects(Rule):
    """Listing is done to a bucket, not to its objects: on bucket/* the permission is empty.

    The policy that the guide prints for asynchronous inference has this mistake.
    """

    id = "SMH0851"
    title = "bucket to list named by its objects"
    severity = Severity.WARNING
    resource_types = tuple(POLICY_HOLDERS)
    facts = ("async-iam-listbucket-resource",)
    pages = (266,)
    url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each statement that lets SageMaker list nothing."""
        roles = [resource] if resource.type == ROLE else resource.all_related("Role")
        if not any(trusts(role, "sagemaker.amazonaws.com") for role in roles):
            return
        written = written_statements(resource)
        listing = [each for each in written if each.is_known and _is_about_listing(each)]
        certain = all(each.is_known and each.get("Effect").text for each in written)
        if not certain or any(not _is_empty(each) for each in listing):
            return
        for statement in listing:
            if _LIST.lower() in [(each or "").lower() for each in texts(statement.get("Action"))]:
                yield self.finding(
                    resource,
                    statement.get("Resource"),
                    f"{_LIST} is allowed on objects only",
                    "name the bucket itself: arn:aws:s3:::BUCKET without /*",
                )


def _is_about_listing(statement: View) -> bool:
    actions = statement.get("Action")
    listed = [] if actions.is_absent else texts(actions)
    if not is_allow(statement):
        return False
    return actions.is_absent or any(each is None or covers(each, _LIST) for each in listed)


def _is_empty(statement: View) -> bool:
    """Return whether a statement certainly names no bucket."""
    named = [outline(item.raw) for item in items(statement, "Resource")]
    return bool(named) and all(each is not None and each.endswith("/*") for each in named)
