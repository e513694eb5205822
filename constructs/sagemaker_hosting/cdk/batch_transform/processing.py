"""What is taken from the input, and what is stored beside the results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sagemaker_hosting.cdk._l1 import Properties


@dataclass(frozen=True, kw_only=True)
class TransformDataProcessing:
    """Filters of records, and the join of results with what they were made of.

    For CSV, JSON and JSON Lines. Filters speak a part of JSONPath, in at most 63 characters: ``$``
    followed by ``.name``, ``['a','b']``, ``[0]``, ``[0,2]``, ``[1:3]`` or ``*``; CSV columns have
    positions, not names.

    Attributes:
        input_filter: What of a record the model sees. Default: ``$``, everything.
        output_filter: What of the result, joined or not, is stored. Default: ``$``, everything.
        join_source: ``Input`` joins each result with its record. Default: ``None``, results alone
            are stored.

    Source: developer guide pages 300 to 308;
    https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html
    """

    input_filter: str | None = None
    output_filter: str | None = None
    join_source: Literal["Input", "None"] | None = None

    def render(self) -> Properties:
        """Return ``DataProcessing`` of a ``CreateTransformJob`` request."""
        return {
            "InputFilter": self.input_filter,
            "OutputFilter": self.output_filter,
            "JoinSource": self.join_source,
        }


@dataclass(frozen=True, kw_only=True)
class TransformExperiment:
    """The experiment that a transform job belongs to.

    Attributes:
        experiment_name: An experiment that exists. Default: none.
        trial_name: A trial that exists. Default: one is made for the job, if there is an
            experiment.
        trial_component_display_name: What the trial component is called. Default: its own name.
        run_name: The run of the experiment. Default: none.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ExperimentConfig.html
    """

    experiment_name: str | None = None
    trial_name: str | None = None
    trial_component_display_name: str | None = None
    run_name: str | None = None

    def render(self) -> Properties:
        """Return ``ExperimentConfig`` of a ``CreateTransformJob`` request."""
        return {
            "ExperimentName": self.experiment_name,
            "TrialName": self.trial_name,
            "TrialComponentDisplayName": self.trial_component_display_name,
            "RunName": self.run_name,
        }
