"""Rules about AWS::SageMaker::Model."""
