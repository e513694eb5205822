"""Findings of the cdk-nag packs that are right as they are, each with its reason.

An acknowledged finding stays in the validation report, among the suppressed ones, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import aws_cdk as cdk
from constructs import IConstruct

import sagemaker_hosting as hosting

_REGULATIONS: Final = ("NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")

# How cdk-nag spells the ARN of the foundation's bucket. The name of the output is the CDK's.
_CAPTURED: Final = (
    '{{"Fn::GetStackOutput":{{"StackName":"{stack}","Region":"{region}",'
    '"OutputName":"PublishOutputFnGetAttCaptured45005CB0Arn71AAA1CC"}}}}'
)


def inline_policy(construct: IConstruct) -> None:
    """Acknowledge that a role carries its permissions itself."""
    _regulations(
        construct,
        ["IAMNoInlinePolicy"],
        "the permissions fit this one role and nothing else; as a managed policy they could be "
        "attached elsewhere, and would outlive the role",
    )


def access_logs(bucket: IConstruct) -> None:
    """Acknowledge how the bucket of access logs is kept."""
    _regulations(
        bucket,
        ["S3DefaultEncryptionKMS"],
        "server access logs can be delivered only to a bucket that S3 encrypts with its own key: "
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
    )
    _no_replication(bucket)


def captured_requests(bucket: IConstruct) -> None:
    """Acknowledge how captured requests are kept."""
    _no_replication(bucket)


def default_security_group(vpc: IConstruct) -> None:
    """Acknowledge that the VPC's default security group keeps its rules."""
    _regulations(
        vpc,
        ["VPCDefaultSecurityGroupClosed"],
        "nothing is in the default group: the models have another one. Emptying it takes a "
        "Lambda function that may change security groups, a larger risk than an unused group",
    )


def execution_role(model: hosting.Model, *, in_vpc: bool) -> None:
    """Acknowledge the statements of a model's execution role that AWS cannot scope."""
    role = model.execution_role
    stack = cdk.Stack.of(model)
    inline_policy(role)
    _wildcard(
        role,
        "*",
        "ecr:GetAuthorizationToken, and in a VPC the Describe actions of EC2, take no resource",
    )
    qualifier = (
        stack.synthesizer.bootstrap_qualifier or cdk.DefaultStackSynthesizer.DEFAULT_QUALIFIER
    )
    _wildcard(
        role,
        f"arn:aws:s3:::cdk-{qualifier}-assets-{_account(stack)}-{stack.region}/*.gz",
        "assets lie side by side, named by their hash; the archive that an update leaves has to "
        "stay readable until its fleet is gone, and for a rollback",
    )
    if in_vpc:
        _wildcard(
            role,
            f"arn:aws:ec2:{stack.region}:{_account(stack)}:network-interface/*",
            "SageMaker makes the interfaces, so their ids are unknown; the same statement fixes "
            "subnets and security group",
        )


def endpoint_policy(
    name: str, endpoint: hosting.RealTimeEndpoint, *, foundation: str | None
) -> None:
    """Acknowledge the statements of an endpoint's policy that AWS cannot scope.

    Args:
        name: The endpoint's name in the settings, the prefix of what it captures.
        endpoint: The endpoint.
        foundation: The name of the stack that holds the bucket; None without a bucket.
    """
    policy = endpoint.node.find_child("Policy")
    stack = cdk.Stack.of(endpoint)
    inline_policy(policy)
    _wildcard(
        policy, "*", "cloudwatch:PutMetricData takes no resource; the namespaces are fixed instead"
    )
    _wildcard(
        policy,
        f"arn:aws:logs:{stack.region}:{_account(stack)}:log-group:"
        f"/aws/sagemaker/Endpoints/{endpoint.endpoint_name}:log-stream:*",
        "SageMaker names the log streams; the log group is that of this endpoint",
    )
    if foundation is None:
        return
    _wildcard(
        policy,
        f"{_CAPTURED.format(stack=foundation, region=stack.region)}/{name}/*",
        "SageMaker names the objects; the prefix is that of this endpoint",
    )


def _no_replication(bucket: IConstruct) -> None:
    _regulations(
        bucket,
        ["S3BucketReplicationEnabled"],
        "a sample that expires and can be taken anew; a copy in another Region would spread what "
        "customers sent, and nothing is restored from it",
    )


def _wildcard(construct: IConstruct, resource: str, reason: str) -> None:
    _acknowledge(construct, [f"AwsSolutions::AwsSolutions-IAM5[Resource::{resource}]"], reason)


def _regulations(construct: IConstruct, rules: Sequence[str], reason: str) -> None:
    _acknowledge(
        construct, [f"{pack}::{pack}-{rule}" for pack in _REGULATIONS for rule in rules], reason
    )


def _acknowledge(construct: IConstruct, ids: Sequence[str], reason: str) -> None:
    cdk.Validations.of(construct).acknowledge(
        *(cdk.Acknowledgment(id=id, reason=reason) for id in ids)
    )


def _account(stack: cdk.Stack) -> str:
    return "<AWS::AccountId>" if cdk.Token.is_unresolved(stack.account) else stack.account
