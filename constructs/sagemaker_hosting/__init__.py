"""AWS CDK constructs for SageMaker inference hosting.

Import this package under a short name and take what you need from it::

    import sagemaker_hosting as hosting

    hosting.RealTimeEndpoint(self, "Churn", ...)

Names are loaded on first use, so the parts that need no AWS library (``sagemaker_hosting.rules``,
``sagemaker_hosting.artifact``) start neither the CDK nor Node.js.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sagemaker_hosting.cdk.batch_transform.batch_transform import (
        BatchTransform as BatchTransform,
    )
    from sagemaker_hosting.cdk.batch_transform.data import (
        TransformDataCapture as TransformDataCapture,
    )
    from sagemaker_hosting.cdk.batch_transform.data import TransformInput as TransformInput
    from sagemaker_hosting.cdk.batch_transform.data import TransformOutput as TransformOutput
    from sagemaker_hosting.cdk.batch_transform.processing import (
        TransformDataProcessing as TransformDataProcessing,
    )
    from sagemaker_hosting.cdk.batch_transform.processing import (
        TransformExperiment as TransformExperiment,
    )
    from sagemaker_hosting.cdk.batch_transform.schedule import (
        TransformSchedule as TransformSchedule,
    )
    from sagemaker_hosting.cdk.component.adapter import AdapterComponent as AdapterComponent
    from sagemaker_hosting.cdk.component.base import (
        InferenceComponentBase as InferenceComponentBase,
    )
    from sagemaker_hosting.cdk.component.component import InferenceComponent as InferenceComponent
    from sagemaker_hosting.cdk.component.container_metrics import (
        ContainerMetrics as ContainerMetrics,
    )
    from sagemaker_hosting.cdk.component.placement import Placement as Placement
    from sagemaker_hosting.cdk.component.requirements import (
        ComputeRequirements as ComputeRequirements,
    )
    from sagemaker_hosting.cdk.component.rollout import ComponentRollout as ComponentRollout
    from sagemaker_hosting.cdk.component.specification import (
        ComponentSpecification as ComponentSpecification,
    )
    from sagemaker_hosting.cdk.dashboard.dashboard import EndpointDashboard as EndpointDashboard
    from sagemaker_hosting.cdk.defaults.defaults import Defaults as Defaults
    from sagemaker_hosting.cdk.defaults.explicit import Explicit as Explicit
    from sagemaker_hosting.cdk.defaults.scope import HostingDefaults as HostingDefaults
    from sagemaker_hosting.cdk.endpoint.async_base import AsyncEndpointBase as AsyncEndpointBase
    from sagemaker_hosting.cdk.endpoint.async_inference import AsyncInference as AsyncInference
    from sagemaker_hosting.cdk.endpoint.async_inference import (
        AsyncNotifications as AsyncNotifications,
    )
    from sagemaker_hosting.cdk.endpoint.asynchronous import AsyncEndpoint as AsyncEndpoint
    from sagemaker_hosting.cdk.endpoint.base import EndpointBase as EndpointBase
    from sagemaker_hosting.cdk.endpoint.component_base import (
        InferenceComponentEndpointBase as InferenceComponentEndpointBase,
    )
    from sagemaker_hosting.cdk.endpoint.component_endpoint import (
        InferenceComponentEndpoint as InferenceComponentEndpoint,
    )
    from sagemaker_hosting.cdk.endpoint.config import EndpointConfig as EndpointConfig
    from sagemaker_hosting.cdk.endpoint.config import EndpointConfigBase as EndpointConfigBase
    from sagemaker_hosting.cdk.endpoint.data_capture import DataCapture as DataCapture
    from sagemaker_hosting.cdk.endpoint.endpoint import Endpoint as Endpoint
    from sagemaker_hosting.cdk.endpoint.explainer import ClarifyExplainer as ClarifyExplainer
    from sagemaker_hosting.cdk.endpoint.explainer import ClarifyInference as ClarifyInference
    from sagemaker_hosting.cdk.endpoint.explainer import ClarifyShap as ClarifyShap
    from sagemaker_hosting.cdk.endpoint.explainer import ClarifyText as ClarifyText
    from sagemaker_hosting.cdk.endpoint.explainer import ShapBaseline as ShapBaseline
    from sagemaker_hosting.cdk.endpoint.metrics_config import MetricsConfig as MetricsConfig
    from sagemaker_hosting.cdk.endpoint.realtime import RealTimeEndpoint as RealTimeEndpoint
    from sagemaker_hosting.cdk.endpoint.realtime_base import (
        RealTimeEndpointBase as RealTimeEndpointBase,
    )
    from sagemaker_hosting.cdk.endpoint.serverless import ServerlessEndpoint as ServerlessEndpoint
    from sagemaker_hosting.cdk.endpoint.serverless_base import (
        ServerlessEndpointBase as ServerlessEndpointBase,
    )
    from sagemaker_hosting.cdk.model.base import ModelBase as ModelBase
    from sagemaker_hosting.cdk.model.container import Container as Container
    from sagemaker_hosting.cdk.model.data import ModelData as ModelData
    from sagemaker_hosting.cdk.model.djl_serving import DjlServing as DjlServing
    from sagemaker_hosting.cdk.model.image import ContainerImage as ContainerImage
    from sagemaker_hosting.cdk.model.model import Model as Model
    from sagemaker_hosting.cdk.model.model_server import ModelServer as ModelServer
    from sagemaker_hosting.cdk.model.multi_model import MultiModel as MultiModel
    from sagemaker_hosting.cdk.model.multi_model_data import MultiModelData as MultiModelData
    from sagemaker_hosting.cdk.model.owned import OwnedModel as OwnedModel
    from sagemaker_hosting.cdk.model.package_group import ModelPackageGroup as ModelPackageGroup
    from sagemaker_hosting.cdk.model.package_group import (
        ModelPackageGroupBase as ModelPackageGroupBase,
    )
    from sagemaker_hosting.cdk.model.several_containers import (
        InferencePipeline as InferencePipeline,
    )
    from sagemaker_hosting.cdk.model.several_containers import (
        MultiContainerModel as MultiContainerModel,
    )
    from sagemaker_hosting.cdk.model.torchserve import TorchServe as TorchServe
    from sagemaker_hosting.cdk.model.triton import Triton as Triton
    from sagemaker_hosting.cdk.model.triton import TritonMetrics as TritonMetrics
    from sagemaker_hosting.cdk.model_monitor.base import MonitorBase as MonitorBase
    from sagemaker_hosting.cdk.model_monitor.bias import BiasMonitor as BiasMonitor
    from sagemaker_hosting.cdk.model_monitor.bias_base import BiasMonitorBase as BiasMonitorBase
    from sagemaker_hosting.cdk.model_monitor.custom import CustomMonitor as CustomMonitor
    from sagemaker_hosting.cdk.model_monitor.custom_base import (
        CustomMonitorBase as CustomMonitorBase,
    )
    from sagemaker_hosting.cdk.model_monitor.data import DatasetFormat as DatasetFormat
    from sagemaker_hosting.cdk.model_monitor.data import MonitoredData as MonitoredData
    from sagemaker_hosting.cdk.model_monitor.data_quality import (
        DataQualityMonitor as DataQualityMonitor,
    )
    from sagemaker_hosting.cdk.model_monitor.data_quality_base import (
        DataQualityMonitorBase as DataQualityMonitorBase,
    )
    from sagemaker_hosting.cdk.model_monitor.explainability import (
        ExplainabilityMonitor as ExplainabilityMonitor,
    )
    from sagemaker_hosting.cdk.model_monitor.explainability_base import (
        ExplainabilityMonitorBase as ExplainabilityMonitorBase,
    )
    from sagemaker_hosting.cdk.model_monitor.file import S3File as S3File
    from sagemaker_hosting.cdk.model_monitor.model_quality import (
        ModelQualityMonitor as ModelQualityMonitor,
    )
    from sagemaker_hosting.cdk.model_monitor.model_quality_base import (
        ModelQualityMonitorBase as ModelQualityMonitorBase,
    )
    from sagemaker_hosting.cdk.model_monitor.schedule import (
        MonitoringSchedule as MonitoringSchedule,
    )
    from sagemaker_hosting.cdk.model_monitor.settings import GroundTruth as GroundTruth
    from sagemaker_hosting.cdk.model_monitor.settings import (
        MonitoringBaseline as MonitoringBaseline,
    )
    from sagemaker_hosting.cdk.model_monitor.settings import MonitoringCluster as MonitoringCluster
    from sagemaker_hosting.cdk.model_monitor.settings import MonitoringNetwork as MonitoringNetwork
    from sagemaker_hosting.cdk.model_monitor.settings import MonitoringOutput as MonitoringOutput
    from sagemaker_hosting.cdk.monitoring.declared import DeclaredAlarm as DeclaredAlarm
    from sagemaker_hosting.cdk.monitoring.health_alarm import HealthAlarm as HealthAlarm
    from sagemaker_hosting.cdk.monitoring.rollback_alarm import RollbackAlarm as RollbackAlarm
    from sagemaker_hosting.cdk.monitoring.watched import AlarmScope as AlarmScope
    from sagemaker_hosting.cdk.monitoring.watched import AlarmTiming as AlarmTiming
    from sagemaker_hosting.cdk.operations.expiry import Expiry as Expiry
    from sagemaker_hosting.cdk.operations.logs import ContainerLogs as ContainerLogs
    from sagemaker_hosting.cdk.operations.stack_expiry import StackExpiry as StackExpiry
    from sagemaker_hosting.cdk.private_access.api import ApiVpcEndpoint as ApiVpcEndpoint
    from sagemaker_hosting.cdk.private_access.hosting_vpc import (
        HostingVpcEndpoints as HostingVpcEndpoints,
    )
    from sagemaker_hosting.cdk.private_access.runtime import (
        RuntimeVpcEndpoint as RuntimeVpcEndpoint,
    )
    from sagemaker_hosting.cdk.private_access.runtime import (
        RuntimeVpcEndpointBase as RuntimeVpcEndpointBase,
    )
    from sagemaker_hosting.cdk.rollout.base import RolloutStrategy as RolloutStrategy
    from sagemaker_hosting.cdk.rollout.capacity import Capacity as Capacity
    from sagemaker_hosting.cdk.rollout.rollout import Rollout as Rollout
    from sagemaker_hosting.cdk.rules_plugin import HostingRules as HostingRules
    from sagemaker_hosting.cdk.scaling.async_scaling import AsyncScaling as AsyncScaling
    from sagemaker_hosting.cdk.scaling.base import ScalingBase as ScalingBase
    from sagemaker_hosting.cdk.scaling.concurrency_scaling import (
        ProvisionedConcurrencyScaling as ProvisionedConcurrencyScaling,
    )
    from sagemaker_hosting.cdk.scaling.copy_scaling import CopyScaling as CopyScaling
    from sagemaker_hosting.cdk.scaling.off_hours import OffHours as OffHours
    from sagemaker_hosting.cdk.scaling.policies import ScalingStep as ScalingStep
    from sagemaker_hosting.cdk.scaling.scalable_component import (
        ScalableComponent as ScalableComponent,
    )
    from sagemaker_hosting.cdk.scaling.scalable_variant import ScalableVariant as ScalableVariant
    from sagemaker_hosting.cdk.scaling.scaling import Scaling as Scaling
    from sagemaker_hosting.cdk.shadow_test.base import ShadowTestBase as ShadowTestBase
    from sagemaker_hosting.cdk.shadow_test.schedule import ShadowTestSchedule as ShadowTestSchedule
    from sagemaker_hosting.cdk.shadow_test.shadow_test import ShadowTest as ShadowTest
    from sagemaker_hosting.cdk.shadow_test.state import ShadowTestState as ShadowTestState
    from sagemaker_hosting.cdk.shadow_test.storage import (
        ShadowTestDataStorage as ShadowTestDataStorage,
    )
    from sagemaker_hosting.cdk.shadow_test.variant import ShadowTestVariant as ShadowTestVariant
    from sagemaker_hosting.cdk.variant.base import Variant as Variant
    from sagemaker_hosting.cdk.variant.capacity import CapacityReservation as CapacityReservation
    from sagemaker_hosting.cdk.variant.capacity import InstancePool as InstancePool
    from sagemaker_hosting.cdk.variant.capacity import (
        ManagedInstanceScaling as ManagedInstanceScaling,
    )
    from sagemaker_hosting.cdk.variant.capacity import ScaleInPolicy as ScaleInPolicy
    from sagemaker_hosting.cdk.variant.component import ComponentVariant as ComponentVariant
    from sagemaker_hosting.cdk.variant.core_dump import CoreDump as CoreDump
    from sagemaker_hosting.cdk.variant.instance import InstanceVariant as InstanceVariant
    from sagemaker_hosting.cdk.variant.routing import Routing as Routing
    from sagemaker_hosting.cdk.variant.serverless import ServerlessVariant as ServerlessVariant
    from sagemaker_hosting.cdk.variant.shadow import ShadowVariant as ShadowVariant
    from sagemaker_hosting.core.errors import HostingError as HostingError
    from sagemaker_hosting.core.errors import InvalidProps as InvalidProps
    from sagemaker_hosting.core.errors import LocalAwsError as LocalAwsError
    from sagemaker_hosting.core.errors import NotFound as NotFound

_HOMES: Final = {
    "AdapterComponent": "cdk.component.adapter",
    "AlarmScope": "cdk.monitoring.watched",
    "AlarmTiming": "cdk.monitoring.watched",
    "ApiVpcEndpoint": "cdk.private_access.api",
    "AsyncEndpoint": "cdk.endpoint.asynchronous",
    "AsyncEndpointBase": "cdk.endpoint.async_base",
    "AsyncInference": "cdk.endpoint.async_inference",
    "AsyncNotifications": "cdk.endpoint.async_inference",
    "AsyncScaling": "cdk.scaling.async_scaling",
    "BatchTransform": "cdk.batch_transform.batch_transform",
    "BiasMonitor": "cdk.model_monitor.bias",
    "BiasMonitorBase": "cdk.model_monitor.bias_base",
    "Capacity": "cdk.rollout.capacity",
    "CapacityReservation": "cdk.variant.capacity",
    "ClarifyExplainer": "cdk.endpoint.explainer",
    "ClarifyInference": "cdk.endpoint.explainer",
    "ClarifyShap": "cdk.endpoint.explainer",
    "ClarifyText": "cdk.endpoint.explainer",
    "ComponentRollout": "cdk.component.rollout",
    "ComponentSpecification": "cdk.component.specification",
    "ComponentVariant": "cdk.variant.component",
    "ComputeRequirements": "cdk.component.requirements",
    "Container": "cdk.model.container",
    "ContainerImage": "cdk.model.image",
    "ContainerLogs": "cdk.operations.logs",
    "ContainerMetrics": "cdk.component.container_metrics",
    "CopyScaling": "cdk.scaling.copy_scaling",
    "CoreDump": "cdk.variant.core_dump",
    "CustomMonitor": "cdk.model_monitor.custom",
    "CustomMonitorBase": "cdk.model_monitor.custom_base",
    "DataCapture": "cdk.endpoint.data_capture",
    "DataQualityMonitor": "cdk.model_monitor.data_quality",
    "DataQualityMonitorBase": "cdk.model_monitor.data_quality_base",
    "DatasetFormat": "cdk.model_monitor.data",
    "DeclaredAlarm": "cdk.monitoring.declared",
    "Defaults": "cdk.defaults.defaults",
    "DjlServing": "cdk.model.djl_serving",
    "Endpoint": "cdk.endpoint.endpoint",
    "EndpointBase": "cdk.endpoint.base",
    "EndpointConfig": "cdk.endpoint.config",
    "EndpointConfigBase": "cdk.endpoint.config",
    "EndpointDashboard": "cdk.dashboard.dashboard",
    "Expiry": "cdk.operations.expiry",
    "ExplainabilityMonitor": "cdk.model_monitor.explainability",
    "ExplainabilityMonitorBase": "cdk.model_monitor.explainability_base",
    "Explicit": "cdk.defaults.explicit",
    "GroundTruth": "cdk.model_monitor.settings",
    "HealthAlarm": "cdk.monitoring.health_alarm",
    "HostingDefaults": "cdk.defaults.scope",
    "HostingError": "core.errors",
    "HostingRules": "cdk.rules_plugin",
    "HostingVpcEndpoints": "cdk.private_access.hosting_vpc",
    "InferenceComponent": "cdk.component.component",
    "InferenceComponentBase": "cdk.component.base",
    "InferenceComponentEndpoint": "cdk.endpoint.component_endpoint",
    "InferenceComponentEndpointBase": "cdk.endpoint.component_base",
    "InferencePipeline": "cdk.model.several_containers",
    "InstancePool": "cdk.variant.capacity",
    "InstanceVariant": "cdk.variant.instance",
    "InvalidProps": "core.errors",
    "LocalAwsError": "core.errors",
    "ManagedInstanceScaling": "cdk.variant.capacity",
    "MetricsConfig": "cdk.endpoint.metrics_config",
    "Model": "cdk.model.model",
    "ModelBase": "cdk.model.base",
    "ModelData": "cdk.model.data",
    "ModelPackageGroup": "cdk.model.package_group",
    "ModelPackageGroupBase": "cdk.model.package_group",
    "ModelQualityMonitor": "cdk.model_monitor.model_quality",
    "ModelQualityMonitorBase": "cdk.model_monitor.model_quality_base",
    "ModelServer": "cdk.model.model_server",
    "MonitorBase": "cdk.model_monitor.base",
    "MonitoredData": "cdk.model_monitor.data",
    "MonitoringBaseline": "cdk.model_monitor.settings",
    "MonitoringCluster": "cdk.model_monitor.settings",
    "MonitoringNetwork": "cdk.model_monitor.settings",
    "MonitoringOutput": "cdk.model_monitor.settings",
    "MonitoringSchedule": "cdk.model_monitor.schedule",
    "MultiContainerModel": "cdk.model.several_containers",
    "MultiModel": "cdk.model.multi_model",
    "MultiModelData": "cdk.model.multi_model_data",
    "NotFound": "core.errors",
    "OffHours": "cdk.scaling.off_hours",
    "OwnedModel": "cdk.model.owned",
    "Placement": "cdk.component.placement",
    "ProvisionedConcurrencyScaling": "cdk.scaling.concurrency_scaling",
    "RealTimeEndpoint": "cdk.endpoint.realtime",
    "RealTimeEndpointBase": "cdk.endpoint.realtime_base",
    "RollbackAlarm": "cdk.monitoring.rollback_alarm",
    "Rollout": "cdk.rollout.rollout",
    "RolloutStrategy": "cdk.rollout.base",
    "Routing": "cdk.variant.routing",
    "RuntimeVpcEndpoint": "cdk.private_access.runtime",
    "RuntimeVpcEndpointBase": "cdk.private_access.runtime",
    "S3File": "cdk.model_monitor.file",
    "ScalableComponent": "cdk.scaling.scalable_component",
    "ScalableVariant": "cdk.scaling.scalable_variant",
    "ScaleInPolicy": "cdk.variant.capacity",
    "Scaling": "cdk.scaling.scaling",
    "ScalingBase": "cdk.scaling.base",
    "ScalingStep": "cdk.scaling.policies",
    "ServerlessEndpoint": "cdk.endpoint.serverless",
    "ServerlessEndpointBase": "cdk.endpoint.serverless_base",
    "ServerlessVariant": "cdk.variant.serverless",
    "ShadowTest": "cdk.shadow_test.shadow_test",
    "ShadowTestBase": "cdk.shadow_test.base",
    "ShadowTestDataStorage": "cdk.shadow_test.storage",
    "ShadowTestSchedule": "cdk.shadow_test.schedule",
    "ShadowTestState": "cdk.shadow_test.state",
    "ShadowTestVariant": "cdk.shadow_test.variant",
    "ShadowVariant": "cdk.variant.shadow",
    "ShapBaseline": "cdk.endpoint.explainer",
    "StackExpiry": "cdk.operations.stack_expiry",
    "TorchServe": "cdk.model.torchserve",
    "TransformDataCapture": "cdk.batch_transform.data",
    "TransformDataProcessing": "cdk.batch_transform.processing",
    "TransformExperiment": "cdk.batch_transform.processing",
    "TransformInput": "cdk.batch_transform.data",
    "TransformOutput": "cdk.batch_transform.data",
    "TransformSchedule": "cdk.batch_transform.schedule",
    "Triton": "cdk.model.triton",
    "TritonMetrics": "cdk.model.triton",
    "Variant": "cdk.variant.base",
}

__all__ = list(_HOMES)  # each name has one home, and one place to be added


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_HOMES)
