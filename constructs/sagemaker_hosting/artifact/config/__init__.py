"""The small languages of configuration files in artifacts."""
