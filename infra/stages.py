"""Everything that one environment deploys."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from infra.settings import Environment
from infra.stacks.foundation import FoundationStack
from infra.stacks.inference import InferenceStack
from infra.stacks.network import NetworkStack


class EnvironmentStage(cdk.Stage):
    """An environment: what outlives the endpoints, the network, and the endpoints themselves.

    The first two are left out where the settings ask for nothing that is in them.
    """

    def __init__(self, scope: Construct, name: str, *, settings: Environment) -> None:
        """Declare an environment.

        Args:
            scope: The app.
            name: The environment's name; the first part of each stack's path.
            settings: What it deploys.
        """
        super().__init__(
            scope, name, env=cdk.Environment(account=settings.account, region=settings.region)
        )
        foundation = network = None
        protected = settings.termination_protection
        if FoundationStack.is_needed(settings):
            foundation = FoundationStack(
                self, "Foundation", settings=settings, termination_protection=protected
            )
        if settings.network is not None:
            network = NetworkStack(
                self,
                "Network",
                network=settings.network,
                retention_days=settings.retention_days,
                encryption_key=foundation.key if foundation else None,
                termination_protection=protected,
            )
        self.inference = InferenceStack(
            self,
            "Inference",
            environment_name=name,
            settings=settings,
            vpc=network.vpc if network else None,
            security_group=network.security_group if network else None,
            encryption_key=foundation.key if foundation else None,
            alarm_topic=foundation.alarm_topic if foundation else None,
            capture_bucket=foundation.capture_bucket if foundation else None,
            termination_protection=protected,
        )
        for key, value in {**settings.tags, "environment": name}.items():
            cdk.Tags.of(self).add(key, value)
