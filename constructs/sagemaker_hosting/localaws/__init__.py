"""A local AWS that behaves as SageMaker hosting does: moto, extended.

Import `sagemaker_hosting.localaws.server` to run it and `sagemaker_hosting.runner` to run
one model without it. This package itself imports nothing, so a model's process starts fast.
"""
