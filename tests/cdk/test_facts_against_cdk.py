"""Facts that the CDK publishes as well agree with it."""

from __future__ import annotations

from aws_cdk import region_info

from sagemaker_hosting.facts.images import deep_learning_accounts


def test_deep_learning_accounts_agree_with_the_cdk() -> None:
    name = region_info.FactName.DLC_REPOSITORY_ACCOUNT
    listed = deep_learning_accounts()
    known = {region: region_info.Fact.find(region, name) for region in region_info.Fact.regions}
    differing = {
        region for region, account in known.items() if account and listed.get(region) != account
    }
    assert differing == set()
