"""The roles that SageMaker assumes, whom they trust, and the policies that say so."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from sagemaker_hosting.rules._containers import DATA, containers
from sagemaker_hosting.rules._models import BUCKET, CONFIG, MODEL
from sagemaker_hosting.rules._permissions import ROLE, policies_of, statements, texts
from sagemaker_hosting.rules._shadow import EXPERIMENT
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, View, remembered

ASSUMING: Final = (MODEL, CONFIG, EXPERIMENT)
"""The types of what SageMaker assumes a role for; each has a link ``Role``."""

POLICY_HOLDERS: Final = {
    "AWS::IAM::Group": "Policies/*/PolicyDocument",
    "AWS::IAM::GroupPolicy": "PolicyDocument",
    "AWS::IAM::ManagedPolicy": "PolicyDocument",
    "AWS::IAM::Policy": "PolicyDocument",
    ROLE: "Policies/*/PolicyDocument",
    "AWS::IAM::RolePolicy": "PolicyDocument",
    "AWS::IAM::User": "Policies/*/PolicyDocument",
    "AWS::IAM::UserPolicy": "PolicyDocument",
    "AWS::Serverless::Function": "Policies/*",
}
"""Where the types that hold a policy of a principal keep it."""

CORS_RULES: Final = "CorsConfiguration/CorsRules/*"
_STUDIO: Final = ".sagemaker.aws"


def assuming(role: Resource) -> list[Resource]:
    """Return what SageMaker assumes ``role`` for, in the template."""
    if role.template is None:
        return []
    return [
        resource
        for resource_type in ASSUMING
        for resource in role.template.leading_to(role, resource_type, "Role")
    ]


def bucket_decides(model: Resource) -> bool:
    """Return whether the policy of a bucket with model data may let the role of ``model`` in."""
    if model.template is None:
        return True
    buckets = {bucket.logical_id for bucket in model.all_related("Bucket")}
    places = [value for path in DATA for each in containers(model) for value in each.values(path)]
    certain = all(
        place.text is not None or model.template.named(place, BUCKET, "") is not None
        for place in places
    )
    decided = set(_buckets_with_policies(model.template))
    return bool(decided) and (None in decided or not certain or not buckets.isdisjoint(decided))


@remembered
def _buckets_with_policies(template: Resources) -> Iterator[str | None]:
    """Yield the buckets that have a policy; None for a policy of a bucket that is not known."""
    for policy in template.of_type("AWS::S3::BucketPolicy"):
        bucket = template.named(policy.get("Bucket"), BUCKET, "BucketName")
        yield None if bucket is None else bucket.logical_id


@remembered
def own_statements(resource: Resource) -> Iterator[View]:
    """Yield the statements of the policies that stand in ``resource`` itself, where readable."""
    for statement in written_statements(resource):
        if statement.is_known:
            yield statement


@remembered
def written_statements(resource: Resource) -> Iterator[View]:
    """Yield the statements of the policies in ``resource`` itself; an unknown view for others."""
    for document in resource.parts(POLICY_HOLDERS[resource.type]):
        yield from statements(document)


def is_allow(statement: View) -> bool:
    """Return whether a statement certainly allows something."""
    return statement.get("Effect").text == "Allow"


@lru_cache(maxsize=4096)
def covers(pattern: str, action: str) -> bool:
    """Return whether the action pattern of a statement covers ``action``."""
    return fnmatch.fnmatchcase(action.lower(), pattern.lower())


def statements_of(role: Resource) -> Iterator[View]:
    """Yield the readable statements of a role and of the policies that are attached to it."""
    yield from own_statements(role)
    for policy in policies_of(role):
        yield from own_statements(policy)


def studio_rules(bucket: Resource) -> list[View]:
    """Return the CORS rules of a bucket that are meant for the browser of Studio."""
    return [
        rule
        for rule in bucket.parts(CORS_RULES)
        if any(each and _STUDIO in each for each in texts(rule.get("AllowedOrigins")))
    ]
