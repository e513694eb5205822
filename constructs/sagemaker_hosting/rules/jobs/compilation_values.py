"""SMH1852."""

from __future__ import annotations

from sagemaker_hosting.facts.jobs import COMPILATION_VALUES
from sagemaker_hosting.rules._jobs import CREATE_COMPILATION
from sagemaker_hosting.rules._requests import RequestValues


class CompilationValues(RequestValues):
    """Frameworks and platforms are upper-case words that the compiler knows."""

    id = "SMH1852"
    title = "word that the compiler does not know"
    actions = (CREATE_COMPILATION,)
    facts = ("neo-target-exclusive", "neo-cloud-frameworks")
    pages = (482, 483, 493, 494)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateCompilationJob.html"
    values = COMPILATION_VALUES
