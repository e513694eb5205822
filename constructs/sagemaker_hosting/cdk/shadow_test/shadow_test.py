"""The shadow test: a new model beside production on an endpoint, for a limited time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, declared_at, tag_properties
from sagemaker_hosting.cdk._roles import (
    check_given_role,
    policy_document,
    service_role,
    volume_key_statements,
)
from sagemaker_hosting.cdk._surroundings import in_stack_of
from sagemaker_hosting.cdk.defaults.effective import effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.defaults.keys import chosen_volume_key, with_key
from sagemaker_hosting.cdk.defaults.limits import check_instance_types
from sagemaker_hosting.cdk.endpoint.config import check_environment
from sagemaker_hosting.cdk.endpoint.realtime_base import RealTimeEndpointBase
from sagemaker_hosting.cdk.monitoring.metrics import published_metric
from sagemaker_hosting.cdk.shadow_test import permissions
from sagemaker_hosting.cdk.shadow_test.base import ImportedShadowTest, ShadowTestBase, arn_of
from sagemaker_hosting.cdk.shadow_test.schedule import ShadowTestSchedule
from sagemaker_hosting.cdk.shadow_test.sides import (
    SOURCE,
    check_endpoint,
    check_place,
    check_production,
    check_share,
    config_of,
    name_of_test,
    production_of,
)
from sagemaker_hosting.cdk.shadow_test.state import ShadowTestState
from sagemaker_hosting.cdk.shadow_test.storage import ShadowTestDataStorage
from sagemaker_hosting.cdk.shadow_test.variant import ShadowTestVariant
from sagemaker_hosting.cdk.variant.base import DEFAULT_VARIANT_NAME, check_architecture
from sagemaker_hosting.cdk.variant.shadow import DEFAULT_SHADOW_NAME
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

_TYPE: Final = "AWS::SageMaker::InferenceExperiment"


class ShadowTest(ShadowTestBase):
    """A new model on real requests of a real-time endpoint, for an hour to 30 days.

    SageMaker puts a shadow beside the production variant of an endpoint that is there, copies a
    share of the requests to it, and takes it away at the end. Callers get the answers of production
    alone. How the two compare is in the console and in their metrics. For a shadow without end, and
    for one that autoscaling follows, see `ShadowVariant`.

    While it runs, the endpoint has another configuration than the template says; deploy no change
    of the endpoint then. A test that has ended stays as it is: the next one has another id or name.

    It is an ``AWS::SageMaker::InferenceExperiment`` with the id ``Resource``.

    Example::

        hosting.ShadowTest(
            self,
            "Candidate",
            endpoint=endpoint,
            shadow=hosting.ShadowTestVariant(model=candidate, instance_type="ml.m5.xlarge"),
            sampling_percentage=50,
        )
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoint: RealTimeEndpointBase,
        shadow: ShadowTestVariant,
        production: ShadowTestVariant | None = None,
        sampling_percentage: int = 100,
        schedule: ShadowTestSchedule | None = None,
        data_storage: ShadowTestDataStorage | None = None,
        encryption_key: kms.IKey | Explicit | None = None,
        state: ShadowTestState | None = None,
        role: iam.IRole | None = None,
        shadow_test_name: str | None = None,
        description: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare a shadow test.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            endpoint: The real-time endpoint, with one production variant and one model in one
                container. Another endpoint is another test.
            shadow: What is tried.
            production: What answers: the only production variant of the endpoint. Default: taken
                from an endpoint of this app.
            sampling_percentage: The share of requests that is copied, 1 to 100 whole percent; can
                be changed while the test waits or runs. Default: 100, which shows that the shadow
                could take over.
            schedule: When it starts and ends. Default: from the deployment on, for 7 days.
            data_storage: Where requests and answers of both sides are stored. Default: nowhere.
            encryption_key: The KMS key of the storage volumes while the test runs; another key is
                another test. Default: a key of SageMaker.
            state: What becomes of a test that is there: start now, or end early. Default: the
                schedule says.
            role: The role that SageMaker changes the endpoint with; another role is another test.
                Default: a new one that may do that and nothing else.
            shadow_test_name: 1 to 120 letters, digits and inner hyphens; another name is another
                test. Default: made from the construct path.
            description: What it is for, up to 1,024 characters. Default: none.
            tags: Tags of the test, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When the endpoint is of another kind, when its production variant has to
                be stated and is not, when an image does not run on the instances, when the name is
                malformed, or when a rule of the catalogue refuses the properties.

        Source: developer guide pages 351 to 367;
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceExperiment.html
        """
        with declared_at(scope, id):
            check_endpoint(endpoint)
            check_share(sampling_percentage)
            super().__init__(scope, id)
            in_stack_of(self, scope)
            self._endpoint = endpoint
            defaults = effective(self)
            defaults.check_tags(tags)
            check_place(self, endpoint)
            self._name = name_of_test(self, shadow_test_name, defaults)
            self._sides = (
                production if production is not None else production_of(endpoint),
                shadow,
            )
            instance_types = [side.instance_type for side in self._sides]
            check_instance_types(self, defaults, instance_types)
            key = chosen_volume_key(defaults, encryption_key, instance_types)
            data_storage = with_key(defaults, "capture_key", data_storage, "data_storage")
            for side, what in zip(self._sides, ("production", "the shadow"), strict=True):
                check_environment(self, side.model, f"the model of {what}", "this shadow test")
                check_architecture(what, side.model.architecture, side.instance_type)
            self._rendered = self._render(sampling_percentage, state)
            self._rendered |= {
                "Schedule": schedule.render() if schedule is not None else None,
                "DataStorageConfig": data_storage.render() if data_storage is not None else None,
                "KmsKey": key.key_arn if key is not None else None,
                "Description": description,
            }
            check_production(endpoint, self.production_variant_name)
            self._check()
            storing = data_storage.role_statements() if data_storage is not None else []
            keyed = volume_key_statements(key.key_arn) if key is not None else []
            policies = self._set_role(role, [*storing, *keyed])
            policies += permissions.let_models(
                self, self._sides, endpoint, [*storing, *keyed], self._name
            )
            properties: Properties = {
                **self._rendered,
                "EndpointName": endpoint.deployed_name,
                "RoleArn": self._role.role_arn,
                "Tags": tag_properties(tags),
            }
            self._resource = create_l1(
                sagemaker.CfnInferenceExperiment, self, "Resource", properties
            )
            if policies:
                self._resource.node.add_dependency(*policies)

    @classmethod
    def from_shadow_test_name(
        cls, scope: Construct, id: str, shadow_test_name: str
    ) -> ShadowTestBase:
        """Refer to a shadow test of this account and Region that the app does not own.

        Nothing is looked up.
        """
        return ImportedShadowTest(scope, id, shadow_test_name, None)

    @classmethod
    def from_shadow_test_arn(
        cls, scope: Construct, id: str, shadow_test_arn: str
    ) -> ShadowTestBase:
        """Refer to a shadow test that the app does not own, in the place of its ARN.

        Nothing is looked up. In the ARN, SageMaker writes the name in lower case.

        Raises:
            InvalidProps: When it is known and not the ARN of an inference experiment.
        """
        if is_known(shadow_test_arn) and ":inference-experiment/" not in shadow_test_arn:
            with declared_at(scope, id):
                raise InvalidProps(
                    f"{shadow_test_arn!r} is not the ARN of a shadow test",
                    fix="pass 'arn:aws:sagemaker:REGION:ACCOUNT:inference-experiment/NAME'",
                    source=SOURCE,
                )
        parts = cdk.Stack.of(scope).split_arn(shadow_test_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
        return ImportedShadowTest(scope, id, parts.resource_name or "", shadow_test_arn)

    @property
    def shadow_test_name(self) -> str:
        """The name of the inference experiment, known at synthesis."""
        return self._name

    @property
    def shadow_test_arn(self) -> str:
        """The ARN of the inference experiment; a token until deployment."""
        return self._resource.attr_arn

    @property
    def literal_arn(self) -> str:
        """The ARN without a reference to the resource, so that a policy with it does not wait."""
        return arn_of(self, self._name)

    @property
    def status(self) -> str:
        """The status after the deployment, such as ``Created`` or ``Running``; a token."""
        return self._resource.attr_status

    @property
    def role(self) -> iam.IRole:
        """The role that SageMaker changes the endpoint with."""
        return self._role

    @property
    def production_variant_name(self) -> str:
        """The name of the variant that answers."""
        name: str = self._rendered["ShadowModeConfig"]["SourceModelVariantName"]
        return name

    @property
    def shadow_variant_name(self) -> str:
        """The name of the variant that is tried."""
        (shadow,) = self._rendered["ShadowModeConfig"]["ShadowModelVariants"]
        name: str = shadow["ShadowModelVariantName"]
        return name

    def metric_production(
        self,
        metric_name: str,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """Return a metric of the variant that answers, to be laid beside that of the shadow.

        Args:
            metric_name: Its CloudWatch name: ``Invocations``, ``ModelLatency`` (in microseconds),
                ``Invocation5XXErrors``, ``CPUUtilization`` ...
            statistic: Such as ``Average`` or ``p99``. Default: the one that says most of it.
            period: Default: 1 minute, as SageMaker publishes.
        """
        return self._metric(metric_name, self.production_variant_name, statistic, period)

    def metric_shadow(
        self,
        metric_name: str,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """Return a metric of the variant that is tried.

        Args:
            metric_name: Its CloudWatch name, as for `metric_production`.
            statistic: Such as ``Average`` or ``p99``. Default: the one that says most of it.
            period: Default: 1 minute, as SageMaker publishes.
        """
        return self._metric(metric_name, self.shadow_variant_name, statistic, period)

    def _metric(
        self, name: str, variant: str, statistic: str | None, period: cdk.Duration | None
    ) -> cloudwatch.Metric:
        owner = {"EndpointName": self._endpoint.endpoint_name, "VariantName": variant}
        return published_metric(name, owner, statistic=statistic, period=period)

    def _render(self, sampling_percentage: int, state: ShadowTestState | None) -> Properties:
        production, shadow = self._sides
        count = 1 if production.instance_count is None else production.instance_count
        rendered = {
            "production": production.render(DEFAULT_VARIANT_NAME, count),
            "shadow": shadow.render(DEFAULT_SHADOW_NAME, count),
        }
        keep = "both" if state is None else state.keep
        return {
            "Name": self._name,
            "Type": "ShadowMode",
            "EndpointName": self._endpoint.endpoint_name,
            # One that ends lists what stays; what is not listed is taken away.
            "ModelVariants": [each for name, each in rendered.items() if keep in (name, "both")],
            "ShadowModeConfig": {
                "SourceModelVariantName": rendered["production"]["VariantName"],
                "ShadowModelVariants": [
                    {
                        "ShadowModelVariantName": rendered["shadow"]["VariantName"],
                        "SamplingPercentage": sampling_percentage,
                    }
                ],
            },
            "DesiredState": state.desired_state if state is not None else None,
            "StatusReason": state.reason if state is not None else None,
        }

    def _check(self) -> None:
        """Have the rules look at the test, and at each side with its own model."""
        config = config_of(self._endpoint)
        enforce(_TYPE, self._rendered, related={"EndpointConfig": [config] if config else []})
        for side in self._sides:
            if side.model.rendered:
                enforce(
                    _TYPE,
                    {"ModelVariants": [side.render("Side", 1)]},
                    partial=True,
                    related={"Model": side.model.rendered},
                )

    def _set_role(
        self, given: iam.IRole | None, statements: Sequence[Properties]
    ) -> list[Construct]:
        """Set the role; return the policies that it got beside what is inside it."""
        needed = [*permissions.role_statements(self, self._sides, self._endpoint), *statements]
        if given is None:
            self._role: iam.IRole = service_role(self, "Role", needed, policy_name="ShadowTest")
            return []
        self._role = given
        check_given_role(given, effective(self))
        policy = iam.Policy(self, "Policy", document=policy_document(needed))
        given.attach_inline_policy(policy)
        return [policy]
