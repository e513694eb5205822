"""The example model: which iris is it?"""
