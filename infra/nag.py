"""The cdk-nag packs: ``cdk synth -c nag=true "prod/**"``.

Not part of every synthesis: the packs take as long as all the rest, and the tests run them.
"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import IConstruct


def add_packs(scope: IConstruct) -> None:
    """Check everything below a stage or an app with four packs; a finding fails the synthesis."""
    import cdk_nag  # a tool of the tests, absent where the app is only deployed

    cdk.Validations.of(scope).add_plugins(
        cdk_nag.AwsSolutionsChecks(scope),
        cdk_nag.NIST80053R5Checks(scope),
        cdk_nag.HIPAASecurityChecks(scope),
        cdk_nag.PCIDSS321Checks(scope),
    )
