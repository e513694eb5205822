"""Can the requirements be installed?"""
