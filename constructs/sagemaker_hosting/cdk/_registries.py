"""The account of a registry where the Region is known only at deployment."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk


def account_by_region(stack: cdk.Stack, id: str, accounts: Mapping[str, str]) -> str:
    """Return the account that holds a registry in the Region of the deployment, a token.

    Args:
        stack: The stack; it gets one CloudFormation mapping with this id, whoever asks.
        id: The id of the mapping.
        accounts: The account of each Region.
    """
    existing = stack.node.try_find_child(id)
    table = (
        existing
        if isinstance(existing, cdk.CfnMapping)
        else cdk.CfnMapping(
            stack,
            id,
            mapping={region: {"Account": account} for region, account in accounts.items()},
        )
    )
    return table.find_in_map(cdk.Aws.REGION, "Account")
