"""Batch transform: a model over data in S3, without an endpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import (
    Properties,
    create_l1,
    declared_at,
    mebibytes,
    seconds,
    tag_properties,
)
from sagemaker_hosting.cdk._roles import (
    attach_statements,
    distinct,
    policy_document,
    volume_key_statements,
)
from sagemaker_hosting.cdk._surroundings import in_stack_of
from sagemaker_hosting.cdk.batch_transform import states
from sagemaker_hosting.cdk.batch_transform.data import (
    TransformDataCapture,
    TransformInput,
    TransformOutput,
)
from sagemaker_hosting.cdk.batch_transform.processing import (
    TransformDataProcessing,
    TransformExperiment,
)
from sagemaker_hosting.cdk.batch_transform.schedule import TransformSchedule
from sagemaker_hosting.cdk.defaults.alarms import chosen_topics
from sagemaker_hosting.cdk.defaults.effective import Effective, effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.defaults.keys import chosen_volume_key, with_key
from sagemaker_hosting.cdk.defaults.limits import check_instance_types
from sagemaker_hosting.cdk.endpoint.owned import path_of
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.operations.logs import create_log_group, retention_days
from sagemaker_hosting.cdk.variant.base import check_architecture, check_model
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.naming import is_name, name_from_path
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_sns as sns
    from aws_cdk import aws_stepfunctions as sfn

_TYPE: Final = "AWS::StepFunctions::StateMachine"
_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html"
)
_LOG_RETENTION_DAYS: Final = 365
# The one prefix whose groups do not fill up the resource policy of CloudWatch Logs:
# https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
_LOGS: Final = "/aws/vendedlogs/states/"


class BatchTransform(cdk.Resource):
    """A model over data in S3, without an endpoint: once, on demand, or on a schedule.

    CloudFormation has no transform jobs. This is a state machine of Step Functions: each execution
    runs one job, under a name of its own, waits for its end, and fails with the reason that
    SageMaker gives. An execution that is stopped stops its job.

    The role of the model is granted what the job reads and writes; an imported model needs
    ``role=...`` for that. The role of the state machine may run jobs of this transform and nothing
    else.

    The primary resource is an ``AWS::StepFunctions::StateMachine`` with the id ``Resource``.

    Example::

        scores = hosting.BatchTransform(
            self,
            "Scores",
            model=model,
            input=hosting.TransformInput.from_prefix(
                bucket, "customers/", content_type="text/csv", split_type="Line"
            ),
            output=hosting.TransformOutput(
                bucket=bucket, prefix="scores", accept="text/csv", assemble_with="Line"
            ),
            instance_type="ml.m5.xlarge",
            schedule=hosting.TransformSchedule(expression="cron(0 3 * * ? *)"),
        )
        scores.state_machine.grant_start_execution(function)
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model: ModelBase,
        input: TransformInput,
        output: TransformOutput,
        instance_type: str,
        instance_count: int = 1,
        encryption_key: kms.IKey | Explicit | None = None,
        transform_ami_version: str | None = None,
        batch_strategy: Literal["MultiRecord", "SingleRecord"] | None = None,
        max_payload: cdk.Size | None = None,
        max_concurrent_transforms: int | None = None,
        invocations_timeout: cdk.Duration | None = None,
        invocations_max_retries: int | None = None,
        environment: Mapping[str, str] | None = None,
        data_processing: TransformDataProcessing | None = None,
        data_capture: TransformDataCapture | None = None,
        experiment: TransformExperiment | None = None,
        job_name_prefix: str | None = None,
        timeout: cdk.Duration | None = None,
        job_retries: int = 0,
        failure_topics: Sequence[sns.ITopic] | None = None,
        schedule: TransformSchedule | None = None,
        log_retention: cdk.Duration | None = None,
        log_encryption_key: kms.IKey | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare a batch transform.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            model: The model; one with uncompressed artifacts cannot be used.
            input: What is read.
            output: Where results are stored; not below what is read.
            instance_type: Such as ``ml.m5.xlarge``. Each instance has a volume of 30 GB.
            instance_count: 1 to 100 instances; more than there are objects stay idle. Default: 1.
            encryption_key: The KMS key of the volumes; refused by instances with local NVMe
                storage. Default: a key of SageMaker.
            transform_ami_version: The machine image of accelerated instances. Default: SageMaker's.
            batch_strategy: ``MultiRecord`` puts as many records into a request as fit into
                ``max_payload``, ``SingleRecord`` one; both need a ``split_type``. Default:
                SageMaker's.
            max_payload: The largest request, 0 to 100 MB; 0 streams objects in chunks. Default:
                6 MB.
            max_concurrent_transforms: Requests at a time to each instance; times ``max_payload`` at
                most 100 MB. Default: what the model says, otherwise 1.
            invocations_timeout: How long a request may take, 1 second to 1 hour. Default: 10
                minutes.
            invocations_max_retries: How often a request is tried again, 0 to 3. Default: 3.
            environment: Environment variables, beside those of the model: at most 16. Default:
                none.
            data_processing: Filters, and the join of results with their input. Default: results
                alone are stored.
            data_capture: What is kept of requests and responses. Default: nothing.
            experiment: The experiment that the jobs belong to. Default: none.
            job_name_prefix: What the names of jobs begin with, before a UUID: 1 to 26 letters,
                digits and inner hyphens. Default: made from the construct path.
            timeout: How long a job may take; it is stopped then. Default: 1 day.
            job_retries: How often a job that failed is run again, from the beginning. Default: 0.
            failure_topics: Who is told, with SageMaker's reason, when an execution fails. Default:
                nobody, or whom the organisation's defaults tell of alarms.
            schedule: When it runs by itself. Default: when somebody starts an execution.
            log_retention: How long the log of executions is kept, in days that CloudWatch knows,
                such as 30 or 365 (see `ContainerLogs`). Default: 1 year.
            log_encryption_key: The KMS key that encrypts the log. A key of the app is told to let
                CloudWatch Logs use it; an imported one has to do so already. Default: a key of
                CloudWatch Logs.
            tags: Tags of the jobs. Default: none.

        Raises:
            InvalidProps: When the arguments contradict each other, or when a rule of the catalogue
                refuses the request that they render to.

        Source: developer guide pages 296 to 310;
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
        """
        with declared_at(scope, id):
            check_model(model, "a batch transform")
            super().__init__(scope, id)
            self._place = in_stack_of(self, scope)
            defaults = effective(self)
            defaults.check_tags(tags)
            check_instance_types(self, defaults, [instance_type])
            check_architecture("a batch transform", model.architecture, instance_type)
            self._key = chosen_volume_key(defaults, encryption_key, [instance_type])
            self._prefix = self._job_name_prefix(job_name_prefix)
            all_tags = {**defaults.tags, **(tags or {})}
            key_arn = None if self._key is None else self._key.key_arn
            data_capture = with_key(defaults, "capture_key", data_capture, "data_capture")
            request = _present(
                {
                    "TransformJobName.$": f"States.Format('{self._prefix}-{{}}', States.UUID())",
                    "ModelName": model.model_name,
                    "BatchStrategy": batch_strategy,
                    "MaxPayloadInMB": mebibytes(max_payload, "max_payload"),
                    "MaxConcurrentTransforms": max_concurrent_transforms,
                    "ModelClientConfig": {
                        "InvocationsTimeoutInSeconds": seconds(
                            invocations_timeout, "invocations_timeout"
                        ),
                        "InvocationsMaxRetries": invocations_max_retries,
                    },
                    "Environment": environment or None,
                    "TransformInput": input.render(),
                    "TransformOutput": output.render(),
                    "DataProcessing": data_processing and data_processing.render(),
                    "DataCaptureConfig": data_capture and data_capture.render(),
                    "ExperimentConfig": experiment and experiment.render(),
                    "TransformResources": {
                        "InstanceType": instance_type,
                        "InstanceCount": instance_count,
                        "VolumeKmsKeyId": key_arn,
                        "TransformAmiVersion": transform_ami_version,
                    },
                    "Tags": tag_properties(all_tags),
                }
            )
            topics = chosen_topics(defaults, failure_topics)
            longest = seconds(timeout, "timeout", 24 * 3600)
            states.check_numbers(longest, job_retries)
            if schedule is not None:
                input.check_started_with(schedule.input)
            kept = retention_days(log_retention, "log_retention")
            definition = states.definition(
                self._place,
                request,
                comment=f"Batch transform {self.node.path}",
                timeout_seconds=longest,
                job_retries=job_retries,
                topic_arns=[topic.topic_arn for topic in topics],
            )
            self._rendered: Properties = {"Definition": definition}
            enforce(_TYPE, self._rendered)
            granted = self._allow_model(model, key_arn, [input, output, data_capture])
            self._role = self._state_machine_role(
                defaults,
                tagged=bool(all_tags),
                volume_key_arn=key_arn if model.execution_role is None else None,
                topics=topics,
            )
            self._resource = self._create(
                self._rendered,
                _LOG_RETENTION_DAYS if kept is None else kept,
                log_encryption_key,
                granted,
            )
            if schedule is not None:
                schedule.create(self, self._rendered, self._resource.ref)

    @cached_property
    def state_machine(self) -> sfn.IStateMachine:
        """The state machine: ``grant_start_execution``, ``metric_failed`` and so on."""
        from aws_cdk import aws_stepfunctions as sfn

        arn = self._resource.ref
        return sfn.StateMachine.from_state_machine_arn(self, "StateMachine", arn)

    @property
    def role(self) -> iam.IRole:
        """The role of the state machine."""
        return self._role

    @property
    def job_name_prefix(self) -> str:
        """What the names of its jobs begin with, before a hyphen and a UUID."""
        return self._prefix

    def _job_name_prefix(self, given: str | None) -> str:
        longest = states.NAME_PREFIX_LENGTH
        if given is None:
            # ARNs of jobs have the name in lower case, and IAM compares them by case.
            return name_from_path(path_of(self), max_length=longest).lower()
        if is_known(given) and not is_name(given, max_length=longest):
            raise InvalidProps(
                f"job_name_prefix {given!r} has {len(given)} characters or others than letters, "
                "digits and inner hyphens",
                fix=f"use 1 to {longest}, such as "
                f"{name_from_path([given], max_length=longest).lower()!r}",
                source=_SOURCE,
            )
        return given

    def _allow_model(
        self,
        model: ModelBase,
        key_arn: str | None,
        places: Sequence[TransformInput | TransformOutput | TransformDataCapture | None],
    ) -> Sequence[Construct]:
        """Let the model's role read, write, log and encrypt; return the policies."""
        statements = states.model_role_statements(self._place)
        for each in places:
            statements += [] if each is None else each.role_statements()
        if key_arn is not None:
            statements += volume_key_statements(key_arn)
        # Not the prefix of the jobs, which two transforms of one model may share.
        name = f"Transform-{name_from_path(path_of(self))}"
        return attach_statements(self, "Policy", [model], distinct(statements), policy_name=name)

    def _state_machine_role(
        self,
        defaults: Effective,
        *,
        tagged: bool,
        volume_key_arn: str | None,
        topics: Sequence[sns.ITopic],
    ) -> iam.Role:
        prefix = self._prefix.lower() if is_known(self._prefix) else self._prefix
        statements = states.role_statements(
            self._place, prefix, tagged=tagged, volume_key_arn=volume_key_arn, topics=topics
        )
        return iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("states.amazonaws.com"),
            inline_policies={"Transform": policy_document(statements)},
            permissions_boundary=defaults.value("permissions_boundary"),
        )

    def _create(
        self,
        properties: Properties,
        log_retention: Any,
        log_encryption_key: kms.IKey | None,
        granted: Sequence[Construct],
    ) -> sfn.CfnStateMachine:
        from aws_cdk import (
            aws_stepfunctions as sfn,  # needed only by those who transform in batches
        )

        group = create_log_group(
            self,
            f"{_LOGS}{name_from_path(path_of(self))}",
            retention=log_retention,
            encryption_key=log_encryption_key,
            encrypts_below=_LOGS,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        destination = {"CloudWatchLogsLogGroup": {"LogGroupArn": group.attr_arn}}
        created = create_l1(
            sfn.CfnStateMachine,
            self,
            "Resource",
            {
                # The CDK writes references inside of the text.
                "DefinitionString": self._place.stack.to_json_string(properties["Definition"]),
                "RoleArn": self._role.role_arn,
                "LoggingConfiguration": {
                    "Destinations": [destination],
                    "IncludeExecutionData": True,
                    "Level": "ALL",
                },
                "TracingConfiguration": {"Enabled": True},
            },
        )
        for policy in granted:
            created.node.add_dependency(policy)
        return created


def _present(value: Any) -> Any:
    """Return ``value`` without what is None, and without the maps that are empty then."""
    if isinstance(value, Mapping):
        kept = {key: _present(item) for key, item in value.items() if item is not None}
        return {key: item for key, item in kept.items() if item != {}}
    return [_present(item) for item in value] if isinstance(value, list) else value
