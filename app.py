"""The entry point of the CDK: a stage for each environment.

``cdk deploy "prod/**"`` takes what it needs; ``-c env=dev`` builds only that environment, which is
faster; ``-c nag=true`` adds the security packs.
"""

import os
import sys
from pathlib import Path

# Node.js starts in half the time when its byte code is kept; to be said before the CDK starts it.
os.environ.setdefault("NODE_COMPILE_CACHE", str(Path(sys.prefix, "node-compile-cache")))

import aws_cdk as cdk

import sagemaker_hosting as hosting
from infra import nag, settings
from infra.stages import EnvironmentStage

app = cdk.App()
only = app.node.try_get_context("env")
try:
    for name in [only] if only else settings.environment_names():
        EnvironmentStage(app, name, settings=settings.load(name))
except settings.SettingsError as error:
    sys.exit(str(error))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())
if app.node.try_get_context("nag"):
    nag.add_packs(app)
app.synth()
