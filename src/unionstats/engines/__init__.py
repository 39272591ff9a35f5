"""Runs of any size: reports into shards, in one process or many, and shards into a dataset."""
