"""Rules about the containers of AWS::SageMaker::Model."""
