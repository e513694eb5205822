"""The network of containers, as a construct or the organisation's defaults state it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from constructs import Construct

from sagemaker_hosting.cdk._network import Network, check_network_arguments, network
from sagemaker_hosting.cdk.defaults.effective import Effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2


def chosen_network(
    scope: Construct,
    what: str,
    defaults: Effective,
    *,
    vpc: ec2.IVpc | Explicit | None,
    vpc_subnets: ec2.SubnetSelection | None,
    security_groups: Sequence[ec2.ISecurityGroup] | None,
    source: str,
) -> Network | None:
    """Return the network of a construct; None without a VPC.

    Subnets and security groups among the defaults belong to the VPC among them: a construct that
    states a VPC of its own gets neither.

    Args:
        scope: The construct.
        what: What runs there, for messages.
        defaults: The defaults that hold for it.
        vpc: The VPC that it states, if any.
        vpc_subnets: The subnets that it states.
        security_groups: The security groups that it states.
        source: Where its arguments are documented.

    Raises:
        InvalidProps: When something enforced is stated otherwise, or when the parts do not fit.
    """
    chosen = defaults.chosen("vpc", vpc)
    of_its_own = vpc is not None and defaults.enforced("vpc") is None
    if chosen is not None and not (of_its_own and defaults.enforced("vpc_subnets") is None):
        vpc_subnets = defaults.chosen("vpc_subnets", vpc_subnets)
    if chosen is not None and not (of_its_own and defaults.enforced("security_groups") is None):
        security_groups = defaults.chosen("security_groups", security_groups)
    check_network_arguments(chosen, vpc_subnets, security_groups, source)
    return network(
        scope, what, vpc=chosen, vpc_subnets=vpc_subnets, security_groups=security_groups
    )


def refuse_without_network(defaults: Effective) -> None:
    """Refuse what can have neither a VPC nor isolation, where one of them is enforced.

    Raises:
        InvalidProps: When one is.
    """
    for name, what in (
        ("vpc", "a serverless endpoint is in no VPC"),
        ("network_isolation", "the containers of a serverless endpoint are not isolated"),
    ):
        setting = defaults.enforced(name)
        if setting is not None and setting.value not in (Explicit.NONE, False):
            raise setting.refusal(what, "serve the model on instances, with a RealTimeEndpoint")
