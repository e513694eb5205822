"""What owned and imported shadow tests share: name, ARN, grants."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._surroundings import stack_facts
from sagemaker_hosting.core.tokens import is_known


class ShadowTestBase(cdk.Resource):
    """What owned and imported shadow tests share. Not to be created directly."""

    @property
    def shadow_test_name(self) -> str:
        """The name of the inference experiment."""
        raise NotImplementedError

    @property
    def shadow_test_arn(self) -> str:
        """The ARN of the inference experiment."""
        raise NotImplementedError

    @property
    def literal_arn(self) -> str:
        """The ARN without a reference to the resource, so that a policy with it does not wait."""
        return self.shadow_test_arn

    def grant_describe(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` see how this test is getting on (``DescribeInferenceExperiment``)."""
        return self._grant(grantee, "sagemaker:DescribeInferenceExperiment")

    def grant_start(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` start this test before its time (``StartInferenceExperiment``)."""
        return self._grant(grantee, "sagemaker:StartInferenceExperiment")

    def grant_stop(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` end this test and say what serves then (``StopInferenceExperiment``).

        Who may do that can promote the shadow.
        """
        return self._grant(grantee, "sagemaker:StopInferenceExperiment")

    def grant_update(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` change this test, such as its sampling percentage or its end.

        The action is ``sagemaker:UpdateInferenceExperiment``.
        """
        return self._grant(grantee, "sagemaker:UpdateInferenceExperiment")

    def _grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(actions), resource_arns=[self.literal_arn]
        )


class ImportedShadowTest(ShadowTestBase):
    """A shadow test that the app does not own."""

    def __init__(self, scope: Construct, id: str, name: str, arn: str | None) -> None:
        super().__init__(scope, id, environment_from_arn=arn)
        self._name = name
        self._arn = arn or arn_of(self, name)

    @property
    def shadow_test_name(self) -> str:
        """The name of the inference experiment."""
        return self._name

    @property
    def shadow_test_arn(self) -> str:
        """The ARN of the inference experiment."""
        return self._arn


def arn_of(scope: Construct, name: str) -> str:
    """Return the ARN of the shadow test ``name``; names are in lower case in ARNs."""
    return stack_facts(scope).arn(
        "sagemaker", f"inference-experiment/{name.lower() if is_known(name) else name}"
    )
