"""What monitors of the app share, whatever they compute: a role and a schedule."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import jsii
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, tag_properties
from sagemaker_hosting.cdk._network import Network
from sagemaker_hosting.cdk._roles import (
    attach_statements,
    check_given_role,
    distinct,
    service_role,
    volume_key_statements,
)
from sagemaker_hosting.cdk._surroundings import in_stack_of, stack_facts
from sagemaker_hosting.cdk.defaults.alarms import chosen_topics
from sagemaker_hosting.cdk.defaults.effective import effective
from sagemaker_hosting.cdk.defaults.limits import check_instance_types
from sagemaker_hosting.cdk.endpoint.owned import log_statements, name_of
from sagemaker_hosting.cdk.model.image import BoundImage
from sagemaker_hosting.cdk.model_monitor.base import MonitorBase
from sagemaker_hosting.cdk.model_monitor.data import MonitoredData
from sagemaker_hosting.cdk.model_monitor.imports import check_schedule_name
from sagemaker_hosting.cdk.model_monitor.job import Job
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2
    from aws_cdk import aws_sns as sns

SCHEDULE: Final = "AWS::SageMaker::MonitoringSchedule"


@jsii.implements(iam.IGrantable)
class OwnedMonitor(MonitorBase):
    """What owned monitors of every kind share. Not to be created directly.

    The schedule (id ``Resource``) has a name that follows from the construct path, because the
    dimensions of its metrics have it; job definitions have none, because every change replaces
    them.
    """

    @property
    def monitoring_schedule_arn(self) -> str:
        """The ARN of the schedule; a token until deployment."""
        return self._schedule.ref

    @property
    def role(self) -> iam.IRole:
        """The role of the jobs. What it is granted is in place before the schedule is created."""
        self._wait_for_role()
        return self._role

    @property
    def execution_role(self) -> iam.IRole:
        """The role of the jobs, for reading: the schedule does not wait for what it is granted."""
        return self._role

    @property
    def owns_role(self) -> bool:
        """Whether the role was made for this monitor, so that nobody else has a say in it."""
        return self._owns_role

    @property
    def grant_principal(self) -> iam.IPrincipal:
        """The role of the jobs, so that ``bucket.grant_read(monitor)`` reads as it should."""
        self._wait_for_role()
        return self._role.grant_principal

    @property
    def connections(self) -> ec2.Connections:
        """The network connections of the containers.

        Raises:
            InvalidProps: When the jobs are in no VPC.
        """
        if self._network is None:
            raise InvalidProps(
                "the jobs are in no VPC, so they have no security group to connect",
                fix="pass network=MonitoringNetwork(vpc=...) to the monitor",
                path=self.node.path,
            )
        return self._network.connections

    def _start(
        self, scope: Construct, id: str, job: Job, monitoring_schedule_name: str | None
    ) -> None:
        """Set what everything else refers to."""
        super().__init__(scope, id)
        in_stack_of(self, scope)
        if not isinstance(job.data, MonitoredData):
            raise InvalidProps(
                f"data is {type(job.data).__name__}, not what a monitor looks at",
                fix="pass data=MonitoredData.of_endpoint(endpoint), or .of_batch_transform(...)",
                source="https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor.html",
            )
        job.data.check_place(self)
        self._defaults = defaults = effective(self)
        check_instance_types(self, defaults, [job.cluster.instance_type])
        self._job = dataclasses.replace(job, cluster=job.cluster.with_defaults(defaults))
        self._endpoint_name = job.data.endpoint_name
        self._seconds_between_jobs = job.schedule.seconds_between_jobs
        self._publishes = job.publish_metrics
        self._waits_for_role = False
        given = monitoring_schedule_name
        if given is not None:
            check_schedule_name(given)
        self._name = name_of(self, given, defaults, "monitoring_schedule_name")
        self._network: Network | None = job.network.bind(self, defaults)

    def _set_role(self, given: iam.IRole | None, image: BoundImage) -> list[Construct]:
        """Set the role; return the policies that it got beside those inside it."""
        statements = self._role_statements(image)
        self._owns_role = given is None
        if given is None:
            self._role: iam.IRole = service_role(
                self, "Role", statements, policy_name="MonitoringJob"
            )
            return []
        self._role = given
        check_given_role(given, self._defaults)
        policy_name = f"Monitor-{self._name}"
        return list(attach_statements(self, "Policy", [self], statements, policy_name=policy_name))

    def _role_statements(self, image: BoundImage) -> list[Properties]:
        job = self._job
        wanted: list[Properties] = [*image.statements, *job.data.role_statements()]
        for file in job.files:
            wanted += file.role_statements()
        wanted += job.output.role_statements()
        if job.ground_truth is not None:
            wanted += job.ground_truth.role_statements()
            # Data and labels are merged below the output, and read from there.
            wanted += job.output.read_statements()
        key = job.cluster.key
        if key is not None:
            wanted += volume_key_statements(key.key_arn)
        if self._network is not None:
            wanted += self._network.statements
        wanted += log_statements(stack_facts(self), "ProcessingJobs")
        return distinct([*wanted, _PUBLISH, *job.statements])

    def _create_schedule(
        self,
        what: Properties,
        related: Properties,
        after: Sequence[Construct],
        alarm_topics: Sequence[sns.ITopic] | None,
        tags: Mapping[str, str] | None,
    ) -> None:
        """Create the schedule of ``what``: a definition by name, or one of its own."""
        self._defaults.check_tags(tags)
        self._alarm_topics = chosen_topics(self._defaults, alarm_topics)
        properties: Properties = {
            "MonitoringScheduleName": self._name,
            "MonitoringScheduleConfig": {
                **what,
                "ScheduleConfig": self._job.schedule.render(),
            },
            "Tags": tag_properties(tags),
        }
        enforce(SCHEDULE, properties, related=related)
        self._schedule = create_l1(sagemaker.CfnMonitoringSchedule, self, "Resource", properties)
        if after:
            self._schedule.node.add_dependency(*after)
        if self._network is not None:
            self._schedule.node.add_dependency(self._network.ready)
        if not self._owns_role:
            self._wait_for_role()

    def _wait_for_role(self) -> None:
        """Let the schedule wait for every policy of the role: a job may start at once."""
        if not self._waits_for_role:
            self._waits_for_role = True
            self._schedule.node.add_dependency(self._role)


_PUBLISH: Final[Properties] = {
    "Effect": "Allow",
    "Action": "cloudwatch:PutMetricData",
    "Resource": "*",
    # The guide spells the namespaces in both ways.
    "Condition": {"StringLike": {"cloudwatch:namespace": ["aws/sagemaker/*", "/aws/sagemaker/*"]}},
}
