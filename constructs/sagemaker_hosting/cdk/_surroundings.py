"""What constructs ask of their surroundings, asked once.

Each question to the CDK is a round trip to Node.js; an endpoint would ask the same ones a dozen
times.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import Construct, IConstruct


class StackFacts:
    """The place that a stack deploys to. Values are literals or tokens, as the stack has them."""

    def __init__(self, stack: cdk.Stack) -> None:
        self.stack = stack

    @cached_property
    def stack_name(self) -> str:
        """The name of the stack."""
        return self.stack.stack_name

    @cached_property
    def depth(self) -> int:
        """How many parts the stack's own construct path has."""
        return len(self.stack.node.path.split("/"))

    @cached_property
    def account(self) -> str:
        """The account id."""
        return self.stack.account

    @cached_property
    def region(self) -> str:
        """The Region."""
        return self.stack.region

    @cached_property
    def partition(self) -> str:
        """The partition, such as ``aws``."""
        return self.stack.partition

    @cached_property
    def url_suffix(self) -> str:
        """The domain of the partition, such as ``amazonaws.com``."""
        return self.stack.url_suffix

    def arn(
        self,
        service: str,
        resource: str,
        *,
        account: str | None = None,
        region: str | None = None,
    ) -> str:
        """Return the ARN of ``resource``, in this account and Region unless others are given."""
        account = self.account if account is None else account
        region = self.region if region is None else region
        return f"arn:{self.partition}:{service}:{region}:{account}:{resource}"


class BucketFacts:
    """What a model asks of the bucket that its artifact is in."""

    def __init__(self, bucket: s3.IBucket) -> None:
        key = bucket.encryption_key
        self.name = bucket.bucket_name
        self.arn = bucket.bucket_arn
        self.encryption_key_arn = None if key is None else key.key_arn


def bucket_facts(bucket: s3.IBucket) -> BucketFacts:
    """Return the facts of ``bucket``."""
    known = _BUCKETS.get(bucket)
    if known is None:
        known = _BUCKETS[bucket] = BucketFacts(bucket)
    return known


_BUCKETS: Final[WeakKeyDictionary[s3.IBucket, BucketFacts]] = WeakKeyDictionary()
_KNOWN: Final[WeakKeyDictionary[IConstruct, StackFacts]] = WeakKeyDictionary()
_SCOPES: Final[WeakKeyDictionary[IConstruct, IConstruct]] = WeakKeyDictionary()


def stack_facts(scope: IConstruct) -> StackFacts:
    """Return the facts of the stack that ``scope`` is in."""
    known = _KNOWN.get(scope)
    if known is None:
        stack = scope if isinstance(scope, cdk.Stack) else cdk.Stack.of(scope)
        known = _KNOWN.get(stack) or StackFacts(stack)
        _KNOWN[stack] = known
        _KNOWN[scope] = known
    return known


def in_stack_of(construct: Construct, scope: Construct) -> StackFacts:
    """Note that ``construct`` was created below ``scope``; return the facts of their stack."""
    known = stack_facts(scope)
    _KNOWN[construct] = known
    _SCOPES[construct] = scope
    return known


def scope_of(construct: IConstruct) -> IConstruct | None:
    """Return the scope that ``construct`` was noted to be in; None when nobody noted it."""
    return _SCOPES.get(construct)
